package io.github.latent4j.data;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the bundled set from the full one: {@code FashionMiniGenerator FULL_FOLDER TARGET_FOLDER}. From each class it
 * draws the same number of images without looking, and shuffles them.
 */
final class FashionMiniGenerator {
    private static final long SEED = 20260101;

    private FashionMiniGenerator() {}

    public static void main(String[] args) throws IOException {
        for (PublishedPart part : List.of(new PublishedPart("train", 600), new PublishedPart("t10k", 100))) {
            part.write(Path.of(args[0]), Path.of(args[1]));
        }
    }

    private record PublishedPart(String prefix, int perClass) {
        void write(Path from, Path to) throws IOException {
            IdxFile images = IdxFile.read(from.resolve(prefix + "-images-idx3-ubyte.gz"), IdxFile.Kind.IMAGES);
            IdxFile labels = IdxFile.read(from.resolve(prefix + "-labels-idx1-ubyte.gz"), IdxFile.Kind.LABELS);
            List<Integer> chosen = choose(labels.values());
            int size = images.imageShape().size();
            try (DataOutputStream out = gzip(to.resolve(prefix + "-images-idx3-ubyte.gz"))) {
                out.writeInt(0x803);
                out.writeInt(chosen.size());
                out.writeInt(images.imageShape().height());
                out.writeInt(images.imageShape().width());
                for (int i : chosen) {
                    out.write(images.values(), i * size, size);
                }
            }
            try (DataOutputStream out = gzip(to.resolve(prefix + "-labels-idx1-ubyte.gz"))) {
                out.writeInt(0x801);
                out.writeInt(chosen.size());
                for (int i : chosen) {
                    out.write(labels.values()[i]);
                }
            }
        }

        private List<Integer> choose(byte[] labels) {
            Random random = new Random(SEED);
            List<Integer> chosen = new ArrayList<>();
            for (int label = 0; label < 10; label++) {
                List<Integer> ofClass = new ArrayList<>();
                for (int i = 0; i < labels.length; i++) {
                    if (labels[i] == label) {
                        ofClass.add(i);
                    }
                }
                Collections.shuffle(ofClass, random);
                chosen.addAll(ofClass.subList(0, perClass));
            }
            Collections.shuffle(chosen, random);
            return chosen;
        }

        private static DataOutputStream gzip(Path file) throws IOException {
            OutputStream out = Files.newOutputStream(file);
            return new DataOutputStream(new GZIPOutputStream(out, 1 << 16) {
                {
                    def.setLevel(Deflater.BEST_COMPRESSION);
                }
            });
        }
    }
}
