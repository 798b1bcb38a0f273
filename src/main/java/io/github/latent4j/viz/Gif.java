package io.github.latent4j.viz;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntToLongFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes figures of one size as an animated GIF: of each frame only the rectangle that has changed, with the same colours for all. */
final class Gif {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    /** Of the extension of GIF by Netscape: block 1, then how often, where 0 is for ever. */
    private static final byte[] FOR_EVER = {1, 0, 0};

    private final List<Figure> frames;
    private final int width;
    private final int height;
    private final Palette palette;

    /**
     * Of at least one figure.
     *
     * @param pixelRatio pixels for each logical one, in both directions
     */
    Gif(List<Figure> frames, double pixelRatio) {
        this.frames = frames;
        this.width = (int) Math.round(frames.get(0).logicalWidth() * pixelRatio);
        this.height = (int) Math.round(frames.get(0).logicalHeight() * pixelRatio);
        Palette.Histogram histogram = new Palette.Histogram();
        for (Figure frame : frames) {
            histogram.add(pixels(frame));
        }
        this.palette = histogram.palette();
    }

    /**
     * The bytes of the file.
     *
     * @param millis how long each frame is to be seen
     */
    byte[] encode(IntToLongFunction millis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            byte[] shown = new byte[0];
            for (int i = 0; i < frames.size(); i++) {
                byte[] indices = indices(frames.get(i));
                Rectangle part = i == 0 ? new Rectangle(width, height) : changed(shown, indices);
                BufferedImage image = image(part, shown, indices);
                IIOMetadata metadata = metadata(writer, image);
                describe(metadata, part, Math.round(millis.applyAsLong(i) / 10.0), i == 0);
                writer.writeToSequence(new IIOImage(image, null, metadata), null);
                shown = indices;
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode the GIF", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private int[] pixels(Figure frame) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.drawImage(frame, 0, 0, width, height, null);
        } finally {
            g.dispose();
        }
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    private byte[] indices(Figure frame) {
        int[] pixels = pixels(frame);
        byte[] indices = new byte[pixels.length];
        for (int p = 0; p < pixels.length; p++) {
            indices[p] = palette.index(pixels[p]);
        }
        return indices;
    }

    /** The smallest rectangle outside of which nothing differs; one pixel if nothing does, for there is no frame without one. */
    private Rectangle changed(byte[] before, byte[] after) {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        for (int p = 0; p < after.length; p++) {
            if (before[p] != after[p]) {
                left = Math.min(left, p % width);
                right = Math.max(right, p % width);
                top = Math.min(top, p / width);
                bottom = p / width;
            }
        }
        return right < 0 ? new Rectangle(1, 1) : new Rectangle(left, top, right - left + 1, bottom - top + 1);
    }

    /** What is to be drawn over the frame before, which may be none: runs of pixels that stay as they are take little room. */
    private BufferedImage image(Rectangle part, byte[] before, byte[] after) {
        BufferedImage image =
                new BufferedImage(part.width, part.height, BufferedImage.TYPE_BYTE_INDEXED, palette.colorModel());
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < target.length; i++) {
            int p = (part.y + i / part.width) * width + part.x + i % part.width;
            boolean isSame = before.length > 0 && before[p] == after[p];
            target[i] = isSame ? (byte) Palette.UNCHANGED : after[p];
        }
        return image;
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage image) {
        // not createFromRenderedImage, which gives an indexed image other colours
        return writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
    }

    /** Says where a frame is, for how long, and with the first one that all are to be repeated. */
    private static void describe(IIOMetadata metadata, Rectangle part, long hundredths, boolean isFirst)
            throws IIOInvalidTreeException {
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode place = child(root, "ImageDescriptor");
        place.setAttribute("imageLeftPosition", Integer.toString(part.x));
        place.setAttribute("imageTopPosition", Integer.toString(part.y));
        place.setAttribute("interlaceFlag", "FALSE");
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "TRUE");
        control.setAttribute("transparentColorIndex", Integer.toString(Palette.UNCHANGED));
        control.setAttribute("delayTime", Long.toString(hundredths));
        if (isFirst) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(FOR_EVER);
            child(root, "ApplicationExtensions").appendChild(loop);
        }
        metadata.setFromTree(FORMAT, root);
    }

    private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
        if (parent.getElementsByTagName(name).item(0) instanceof IIOMetadataNode found) {
            return found;
        }
        IIOMetadataNode added = new IIOMetadataNode(name);
        parent.appendChild(added);
        return added;
    }
}
