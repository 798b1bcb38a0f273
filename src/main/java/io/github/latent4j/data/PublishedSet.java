package io.github.latent4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A data set that others publish: its files, how to know that they are right, and where they can be had.
 *
 * @param name of the set, also of its folder
 * @param title for people
 * @param licence under which it is published
 * @param classNames in the order of the labels
 * @param files training images and labels, then test images and labels
 * @param mirrors base addresses, tried in this order
 */
record PublishedSet(
        String name,
        String title,
        String licence,
        List<String> classNames,
        List<PublishedFile> files,
        List<String> mirrors) {

    /**
     * One file of a set.
     *
     * @param name without ".gz"
     * @param sha256 of the decompressed file: distributors compress it differently
     */
    record PublishedFile(String name, IdxFile.Kind kind, String sha256) {}

    private static final List<String> FILE_NAMES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    static final PublishedSet MNIST = of(
            "mnist",
            "MNIST: 70,000 handwritten digits (LeCun, Cortes and Burges)",
            "CC BY-SA 3.0",
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            List.of(
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            List.of(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/",
                    "https://mlrepo.djl.ai/dataset/cv/ai/djl/basicdataset/mnist/1.0/"));

    static final PublishedSet FASHION_MNIST = of(
            "fashion-mnist",
            "Fashion-MNIST: 70,000 pictures of clothes (Xiao, Rasul and Vollgraf, Zalando Research)",
            "MIT",
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"),
            List.of(
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            List.of(
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"));

    private static PublishedSet of(
            String name,
            String title,
            String licence,
            List<String> classNames,
            List<String> hashes,
            List<String> mirrors) {
        List<PublishedFile> files = new ArrayList<>();
        for (int i = 0; i < FILE_NAMES.size(); i++) {
            IdxFile.Kind kind = i % 2 == 0 ? IdxFile.Kind.IMAGES : IdxFile.Kind.LABELS;
            files.add(new PublishedFile(FILE_NAMES.get(i), kind, hashes.get(i)));
        }
        return new PublishedSet(name, title, licence, classNames, files, mirrors);
    }
}
