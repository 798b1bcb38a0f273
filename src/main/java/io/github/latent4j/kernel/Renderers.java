package io.github.latent4j.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** How the kernel shows values: what it knows itself, and what jars on the class path bring. Not thread-safe. */
final class Renderers {
    /** The form in which a {@link RenderFunction} for a type of exception gives a hint: one sentence on what to do about it. */
    private static final MIMEType HINT = MIMEType.parse("text/x-hint");

    private final Renderer renderer = new ReadableRenderer();
    private final Set<Class<?>> services = new HashSet<>();

    /**
     * Renderers for text, images, arrays and collections, and for every type that a jar brings a {@link RenderFunction} for.
     */
    Renderers(ClassLoader loader) {
        renderer.createRegistration(CharSequence.class)
                .preferring(Text.PLAIN)
                .supporting(Text.JS, Text.MARKDOWN, Text.LATEX, Text.HTML, Text.CSS, Text.SVG)
                .register(Renderers::renderText);
        renderer.createRegistration(RenderedImage.class)
                .preferring(Image.PNG)
                .supporting(Image.JPEG, Image.GIF)
                .register(Renderers::renderImage);
        renderer.createRegistration(InputStream.class)
                .preferring(Image.PNG)
                .supporting(Image.JPEG, Image.GIF)
                .register(Renderers::renderImageIn);
        renderer.createRegistration(Object.class)
                .preferring(Text.PLAIN)
                .supporting(Text.JSON)
                .register(Renderers::renderAny);
        registerServices(loader);
    }

    Renderer renderer() {
        return renderer;
    }

    /**
     * Takes the renderers that {@code loader} sees and that were not there yet. A jar lists them in
     * {@code META-INF/services/io.github.spencerpark.jupyter.kernel.display.RenderFunction}. Those that cannot be used are named on
     * standard error; the kernel does without them.
     */
    @SuppressWarnings("rawtypes") // a class literal has no type argument
    void registerServices(ClassLoader loader) {
        Iterator<ServiceLoader.Provider<RenderFunction>> providers =
                ServiceLoader.load(RenderFunction.class, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<RenderFunction> provider = providers.next();
                if (services.add(provider.type())) {
                    register(provider.get());
                }
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                System.err.println("a renderer is left out: " + e.getMessage());
            }
        }
    }

    /** What the library that a problem comes from says to do about it; null if it has nothing to say. */
    @Nullable String hint(Throwable problem) {
        try {
            Object hint = renderer.renderAs(problem, HINT.toString()).getData(HINT);
            return hint == null ? null : hint.toString();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return null; // a hint that fails must not hide the problem
        }
    }

    @SuppressWarnings("unchecked") // the function's own class says that it takes values of this type
    private void register(RenderFunction<?> function) {
        Class<Object> type = (Class<Object>) renderedType(function.getClass());
        if (type == null) {
            throw new IllegalArgumentException(
                    function.getClass().getName() + " must implement RenderFunction<T> itself and with a class for T");
        }
        Renderer.RenderRegistration<Object> registration =
                renderer.createRegistration(type).supporting(MIMEType.ANY);
        if (Throwable.class.isAssignableFrom(type)) {
            registration.preferring(Text.PLAIN); // a hint is no form of the value
        }
        registration.register((RenderFunction<Object>) function);
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

    private static void renderText(CharSequence text, RenderContext context) {
        Text.renderCharSequence(text, context);
        context.renderIfRequested(Text.PLAIN, () -> PlainText.of(text));
    }

    private static void renderAny(Object value, RenderContext context) {
        context.renderIfRequested(Text.PLAIN, () -> PlainText.of(value));
        context.renderIfRequested(Text.JSON, () -> JsonValue.of(value));
    }

    private static void renderImageIn(InputStream stream, RenderContext context) {
        try {
            BufferedImage image = stream == System.in ? null : ImageIO.read(stream);
            if (image != null) {
                renderImage(image, context);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read an image from the stream", e);
        }
    }

    private static void renderImage(RenderedImage image, RenderContext context) {
        context.renderIfRequested(Text.PLAIN, () -> PlainText.of(image));
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

    /** Adds a text that can be read to all that has none, where its parent would add {@link Object#toString}. */
    private static final class ReadableRenderer extends Renderer {
        @Override
        public <T> void register(
                Set<MIMEType> supported,
                Set<MIMEType> preferred,
                Set<Class<? extends T>> types,
                RenderFunction<T> function) {
            super.register(supported, preferred, types, (value, context) -> {
                function.render(value, context);
                if (!context.getOutputContainer().hasDataForType(Text.PLAIN)) {
                    context.getOutputContainer().putText(PlainText.of(value));
                }
            });
        }

        @Override
        public DisplayData render(Object value, Map<String, Object> parameters) {
            return readable(super.render(value, parameters), value);
        }

        @Override
        public DisplayData renderAs(Object value, Map<String, Object> parameters, String... types) {
            return readable(super.renderAs(value, parameters, types), value);
        }

        private static DisplayData readable(DisplayData data, Object value) {
            String address = value.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(value));
            if (value instanceof DisplayDataRenderable && address.equals(data.getData(Text.PLAIN))) {
                data.putText(PlainText.of(value));
            }
            return data;
        }
    }
}
