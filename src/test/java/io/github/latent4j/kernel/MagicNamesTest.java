package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MagicNamesTest {
    @Test
    void magicsWorkWhateverACellImportsAndCallsItsThings() throws CellException {
        RecordedOutput output = new RecordedOutput();
        try (JavaKernel kernel = JavaKernel.open(output)) {
            kernel.execute("""
                    getKernelInstance().getMagics().registerLineMagic("seven", args -> 7);
                    import java.awt.*;
                    import java.lang.reflect.*;
                    int io = 1, java = 2, lineMagic = 3, Magics = 4, MagicCalls = 5;
                    void lineMagic(int a, int b) {}
                    void cellMagic() {}
                    class List {}
                    class Integer {}
                    class String {}
                    class Magics {}""", 1, output);
            kernel.execute("%time int sum = 2 + 3;\nint seven = %seven\nSystem.out.println(seven);", 2, output);
            kernel.execute("%%time\nSystem.out.println(sum);", 3, output);
        }
        assertThat(output.text("stdout").lines().filter(line -> !line.startsWith("wall time")))
                .containsExactly("7", "5");
    }
}
