package io.github.latent4j.data;

import io.github.latent4j.internal.Checks;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The data sets of the course.
 *
 * <p>A full set is looked for in the folder that the environment variable {@code LATENT4J_DATA} names, in
 * {@code /usr/share/datasets} (Debian's package {@code dataset-fashion-mnist}), and in this user's cache; if none has
 * it, it is downloaded into the cache. Each file's content is checked against its known SHA-256 every time, so a
 * damaged file is an error and never a bad result.
 */
public final class Datasets {
    private static final String MINI = "fashion-mini";

    private Datasets() {}

    /**
     * 6,000 training and 1,000 test images of Fashion-MNIST, the same number of each of the ten classes; part of this
     * library, so it needs no network and no file. It is real data and small: accuracies on it are lower than on the
     * full set.
     */
    public static Split fashionMini() {
        PublishedSet set = PublishedSet.FASHION_MNIST;
        return new Split(
                images(MINI, resource(set.files().get(0)), resource(set.files().get(1)), set.classNames()),
                images(MINI, resource(set.files().get(2)), resource(set.files().get(3)), set.classNames()));
    }

    /**
     * Fashion-MNIST, 60,000 training and 10,000 test images of 28x28 in ten classes (Xiao, Rasul and Vollgraf 2017).
     *
     * @throws UncheckedIOException if it is not found and cannot be downloaded, saying where it was looked for and what
     *     to do; if a file is damaged or another version
     */
    public static Split fashionMnist() {
        return find(PublishedSet.FASHION_MNIST, DatasetFolders.ofUser());
    }

    /** {@link #fashionMnist()} from the four IDX files in {@code folder}, compressed or not. */
    public static Split fashionMnist(Path folder) {
        return load(PublishedSet.FASHION_MNIST, folder);
    }

    /**
     * MNIST, 60,000 training and 10,000 test images of 28x28 of the ten digits (LeCun, Cortes and Burges 1998).
     *
     * @throws UncheckedIOException as {@link #fashionMnist()}
     */
    public static Split mnist() {
        return find(PublishedSet.MNIST, DatasetFolders.ofUser());
    }

    /** {@link #mnist()} from the four IDX files in {@code folder}, compressed or not. */
    public static Split mnist(Path folder) {
        return load(PublishedSet.MNIST, folder);
    }

    /**
     * A set of your own in the format of MNIST.
     *
     * @param name what charts and messages call the set
     * @param imagesFile IDX file of grey images, compressed with gzip or not
     * @param labelsFile IDX file with as many labels
     * @param classNames one name per label value, from 0
     * @throws UncheckedIOException if a file is missing, truncated, damaged or of another kind
     * @throws IllegalArgumentException if the files do not fit together
     */
    public static Images idx(String name, Path imagesFile, Path labelsFile, List<String> classNames) {
        return images(
                name,
                IdxFile.read(imagesFile, IdxFile.Kind.IMAGES),
                IdxFile.read(labelsFile, IdxFile.Kind.LABELS),
                classNames);
    }

    /**
     * A full set and where it is on this machine.
     *
     * @param name for {@link #fetch}
     * @param title for people
     * @param licence under which it is published
     * @param folder that holds it, if any does
     */
    public record Status(String name, String title, String licence, Optional<Path> folder) {}

    /** The full sets, found or not; nothing is downloaded. */
    public static List<Status> list() {
        DatasetFolders folders = DatasetFolders.ofUser();
        return sets().stream()
                .map(set -> new Status(set.name(), set.title(), set.licence(), folders.find(set)))
                .toList();
    }

    /**
     * Finds a full set, downloads it if it is nowhere, and checks it.
     *
     * @param name {@code "mnist"} or {@code "fashion-mnist"}
     * @return the images
     * @throws IllegalArgumentException if there is no set of that name, listing those that are
     * @throws UncheckedIOException as {@link #fashionMnist()}
     */
    public static Split fetch(String name) {
        PublishedSet set = sets().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("name must be one of "
                        + sets().stream().map(PublishedSet::name).toList() + ", got \"" + name + "\""));
        return find(set, DatasetFolders.ofUser());
    }

    static Split find(PublishedSet set, DatasetFolders folders) {
        Path cache = folders.cacheOf(set);
        Path folder = folders.find(set).orElse(cache);
        if (folder.equals(cache)) {
            download(set, folders);
        }
        return load(set, folder);
    }

    private static void download(PublishedSet set, DatasetFolders folders) {
        try (DownloadLine line = new DownloadLine(set.name())) {
            new Mirrors(line).fetch(set, folders.cacheOf(set));
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(
                    set.name() + " is in none of the folders " + folders.searched() + ", and: " + e.getMessage()
                            + ". Put its files "
                            + set.files().stream()
                                    .map(file -> file.name() + ".gz")
                                    .toList() + " into "
                            + folders.cacheOf(set) + ", or name the folder above theirs in the environment variable "
                            + DatasetFolders.VARIABLE + ". Datasets.fashionMini() needs no file.",
                    e.getCause());
        }
    }

    private static Split load(PublishedSet set, Path folder) {
        List<IdxFile> files = set.files().stream()
                .map(file -> {
                    Path path = DatasetFolders.fileIn(folder, file)
                            .orElseThrow(() -> new UncheckedIOException(
                                    folder + " lacks " + file.name() + ".gz of " + set.name(),
                                    new java.io.FileNotFoundException(file.name())));
                    IdxFile read = IdxFile.read(path, file.kind());
                    requireHash(read, file);
                    return read;
                })
                .toList();
        return new Split(
                images(set.name(), files.get(0), files.get(1), set.classNames()),
                images(set.name(), files.get(2), files.get(3), set.classNames()));
    }

    static void requireHash(IdxFile read, PublishedSet.PublishedFile file) {
        if (!read.sha256().equals(file.sha256())) {
            String what = "has other content than the published " + file.name() + ": its SHA-256 is " + read.sha256()
                    + ", expected " + file.sha256() + "; delete it, or read it with Datasets.idx if it is yours";
            throw new UncheckedIOException(read.source() + " " + what, new java.io.IOException(what));
        }
    }

    private static Images images(String name, IdxFile images, IdxFile labels, List<String> classNames) {
        Checks.require(
                images.count() == labels.count(),
                "%s has %d images but %s has %d labels",
                images.source(),
                images.count(),
                labels.source(),
                labels.count());
        for (int i = 0; i < labels.count(); i++) {
            Checks.require(
                    (labels.values()[i] & 0xff) < classNames.size(),
                    "classNames must name every label of %s, got %d names and a label %d",
                    labels.source(),
                    classNames.size(),
                    labels.values()[i] & 0xff);
        }
        return Images.wrap(name, images.imageShape(), images.greyLevels(), labels.values(), List.copyOf(classNames));
    }

    private static IdxFile resource(PublishedSet.PublishedFile file) {
        String path = MINI + "/" + file.name() + ".gz";
        InputStream in = Objects.requireNonNull(Datasets.class.getResourceAsStream(path), path);
        return IdxFile.read("the bundled " + path, in, file.kind());
    }

    private static List<PublishedSet> sets() {
        return List.of(PublishedSet.MNIST, PublishedSet.FASHION_MNIST);
    }
}
