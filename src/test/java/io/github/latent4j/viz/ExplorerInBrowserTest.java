package io.github.latent4j.viz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The script of the page in a real browser, where there is one. */
@EnabledIf("hasBrowser")
class ExplorerInBrowserTest {
    private static final Images GRID =
            Images.unlabelled("grid", ImageShape.grey(1, 1), new float[] {0, 0.2f, 0.4f, 1}); // 0, 51, 102, 255
    private static final Explorer EXPLORER = Explorer.of(
            "codes",
            -2,
            2,
            2,
            GRID,
            new double[][] {{-1.2, -0.8}, {1.2, -0.8}},
            new int[] {0, 1},
            List.of("bag", "shoe"));

    /** Plays the reader, and leaves what there is to see in the page's own attribute. */
    private static final String READER = """
            <script>
            const plane = document.querySelector(".plane"), box = plane.getBoundingClientRect();
            const level = () => document.querySelector(".picture").getContext("2d").getImageData(0, 0, 1, 1).data[0];
            const at = () => document.querySelector("output").textContent + ": " + level();
            const point = (right, down) => plane.dispatchEvent(new PointerEvent("pointermove",
                    { clientX: box.left + 48 + right * 420, clientY: box.top + 8 + down * 420 }));
            const press = key => plane.dispatchEvent(new KeyboardEvent("keydown", { key: key }));
            const dot = right => [...plane.getContext("2d").getImageData(
                    (48 + right * 420) * plane.width / 476, (8 + 0.7 * 420) * plane.width / 476, 1, 1).data].join(" ");
            setTimeout(() => {
                const seen = [at()];
                point(0.25, 0.25);
                seen.push(at());
                point(0, 1);
                press("ArrowDown");
                press("ArrowRight");
                seen.push(at());
                point(0.5, 0.5);
                document.querySelectorAll("button")[1].click();
                seen.push(dot(0.2) === "255 255 255 255" ? "no bag" : "a bag");
                seen.push(dot(0.8) === "255 255 255 255" ? "no shoe" : "a shoe");
                document.querySelectorAll("button")[1].click();
                seen.push(dot(0.8) === "255 255 255 255" ? "no shoe" : "a shoe");
                document.body.setAttribute("seen", seen.join("; "));
            }, 1000);
            </script>
            """;

    static boolean hasBrowser() {
        return browser().isPresent();
    }

    @Test
    void thePageShowsWhatIsDecodedAtThePointerAndHidesAClassAtAClick(@TempDir Path directory)
            throws IOException, InterruptedException {
        assertThat(seenIn(EXPLORER.html() + READER, directory))
                .isEqualTo("z1 = 0.00, z2 = 0.00: 102; z1 = -1.00, z2 = 1.00: 45; z1 = -1.95, z2 = -2.00: 104;"
                        + " a bag; no shoe; a shoe");
    }

    private static String seenIn(String html, Path directory) throws IOException, InterruptedException {
        Path page = directory.resolve("page.html");
        Path shown = directory.resolve("shown.html");
        Files.writeString(page, html);
        Process process = new ProcessBuilder(
                        browser().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(shown.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        Matcher seen = Pattern.compile("<body [^>]*seen=\"([^\"]*)\"").matcher(Files.readString(shown));
        return seen.find() ? seen.group(1) : "nothing";
    }

    private static Optional<Path> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
