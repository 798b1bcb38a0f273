package io.github.latent4j.kernel;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.common.Text;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** How the kernel shows values: what it knows itself, and what jars on the class path bring. */
final class Renderers {
    private Renderers() {}

    /**
     * A renderer for text, images, arrays and collections, and for every type that a jar brings a {@link RenderFunction} for.
     * A jar lists its functions in {@code META-INF/services/io.github.spencerpark.jupyter.kernel.display.RenderFunction}.
     *
     * @param problems is told of services that cannot be used; the kernel does without them
     */
    static Renderer create(ClassLoader loader, PrintStream problems) {
        Renderer renderer = new Renderer();
        renderer.createRegistration(CharSequence.class)
                .preferring(Text.PLAIN)
                .supporting(Text.JS, Text.MARKDOWN, Text.LATEX, Text.HTML, Text.CSS, Text.SVG, Text.JSON)
                .register(Text::renderCharSequence);
        renderer.createRegistration(RenderedImage.class)
                .preferring(Image.PNG)
                .supporting(Image.JPEG, Image.GIF)
                .register(Renderers::renderImage);
        renderer.createRegistration(Object.class)
                .preferring(MIMEType.TEXT_PLAIN)
                .register(
                        (value, context) -> context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> PlainText.of(value)));
        registerServices(renderer, loader, problems);
        return renderer;
    }

    @SuppressWarnings("rawtypes") // a class literal has no type argument
    private static void registerServices(Renderer renderer, ClassLoader loader, PrintStream problems) {
        Iterator<RenderFunction> services =
                ServiceLoader.load(RenderFunction.class, loader).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return;
                }
                register(renderer, services.next());
            } catch (ServiceConfigurationError | IllegalArgumentException e) {
                problems.println("a renderer is left out: " + e.getMessage());
            }
        }
    }

    @SuppressWarnings("unchecked") // the function's own class says that it takes values of this type
    private static void register(Renderer renderer, RenderFunction<?> function) {
        Class<Object> type = (Class<Object>) renderedType(function.getClass());
        if (type == null) {
            throw new IllegalArgumentException(
                    function.getClass().getName() + " must implement RenderFunction<T> itself and with a class for T");
        }
        renderer.createRegistration(type).supporting(MIMEType.ANY).register((RenderFunction<Object>) function);
    }

    private static @Nullable Class<?> renderedType(Class<?> functionType) {
        for (Type implemented : functionType.getGenericInterfaces()) {
            if (implemented instanceof ParameterizedType parameterized
                    && parameterized.getRawType() == RenderFunction.class) {
                Type rendered = parameterized.getActualTypeArguments()[0];
                Type raw = rendered instanceof ParameterizedType generic ? generic.getRawType() : rendered;
                return raw instanceof Class<?> found ? found : null;
            }
        }
        return null;
    }

    private static void renderImage(RenderedImage image, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> describe(image));
        put(image, Image.PNG, "png", context);
        put(image, Image.JPEG, "jpeg", context);
        put(image, Image.GIF, "gif", context);
    }

    private static void put(RenderedImage image, MIMEType type, String format, RenderContext context) {
        context.renderIfRequested(type, (requested, out) -> {
            out.putData(requested, encode(image, format));
            if (image.getProperty("pixelRatio") instanceof Number ratio && ratio.doubleValue() > 0) {
                out.putMetaData(requested, logicalSize(image, ratio.doubleValue()));
            }
        });
    }

    /** An image's own words, if its class has some; those of the JDK's classes hold an address, which differs at every run. */
    private static String describe(RenderedImage image) {
        try {
            Class<?> author = image.getClass().getMethod("toString").getDeclaringClass();
            if (author.getClassLoader() != null) {
                return image.toString();
            }
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every object has toString()", e);
        }
        return "image " + image.getWidth() + "x" + image.getHeight();
    }

    /** The size to show an image at, in CSS pixels, that was drawn larger by {@code ratio} for HiDPI screens. */
    private static Map<String, Long> logicalSize(RenderedImage image, double ratio) {
        Map<String, Long> size = new LinkedHashMap<>();
        size.put("width", Math.round(image.getWidth() / ratio));
        size.put("height", Math.round(image.getHeight() / ratio));
        return size;
    }

    private static String encode(RenderedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, format, out) && !ImageIO.write(opaque(image), format, out)) {
                throw new IOException("no writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the image as " + format, e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** A copy in plain RGB, for formats that know no transparency and images with an unusual layout. */
    private static BufferedImage opaque(RenderedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = copy.createGraphics();
        try {
            graphics.drawRenderedImage(image, null);
        } finally {
            graphics.dispose();
        }
        return copy;
    }
}
