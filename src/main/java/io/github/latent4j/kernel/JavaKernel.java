package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.magics.Dependencies;
import io.github.latent4j.kernel.magics.MagicCompletion;
import io.github.latent4j.kernel.magics.MagicRegistry;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Java session that runs cells and shows values. At most one is open in a process, since it owns {@link System#out}.
 * Its type and methods are those that IJava gives to cells as {@code getKernelInstance()}.
 */
public final class JavaKernel extends BaseKernel implements AutoCloseable {
    private static final AtomicReference<@Nullable JavaKernel> RUNNING = new AtomicReference<>();

    private final Renderers renderers = new Renderers(JavaKernel.class.getClassLoader());
    private final CellErrors errors = new CellErrors(renderers::hint);
    private final UncaughtErrors uncaught = new UncaughtErrors(errors);
    private final Thread opener = Thread.currentThread();
    private final Comms comms = new Comms(this);
    private final StartUp startUp;
    private final CellShell shell;
    private final CellEvaluator evaluator;
    private final MagicRegistry magics;
    private final CodeAssist assist;
    private final OutputCapture capture;
    private volatile int cell;

    /**
     * Serves a front end until it asks for shutdown.
     *
     * @param connectionFile the JSON file with ports and key that Jupyter writes
     * @throws IllegalArgumentException if it is missing or not a connection file, naming it
     */
    public static void serve(Path connectionFile) {
        KernelServer.serve(connectionFile);
    }

    /** The open session; null when code runs outside a notebook. */
    public static @Nullable JavaKernel running() {
        return RUNNING.get();
    }

    /**
     * Opens the session of this process.
     *
     * @param output of whatever is printed before the first cell
     * @throws IllegalStateException if one is open
     */
    static JavaKernel open(CellOutput output) {
        return open(output, KernelSettings.of(System.getenv(), Path.of("")), new MavenDependencies());
    }

    /**
     * The same with other settings than those of the environment, and another resolver than Maven's.
     *
     */
    static JavaKernel open(CellOutput output, KernelSettings settings, Dependencies dependencies) {
        JavaKernel kernel = new JavaKernel(output, settings, dependencies);
        if (!RUNNING.compareAndSet(null, kernel)) {
            kernel.shell.close();
            kernel.capture.close();
            throw new IllegalStateException("a kernel or notebook is running in this process already");
        }
        kernel.uncaught.install();
        Thread guard = new Thread(kernel::guardExit, "exit-guard"); // beside whatever else is slow at the start
        guard.setDaemon(true);
        guard.start();
        return kernel;
    }

    private JavaKernel(CellOutput output, KernelSettings settings, Dependencies dependencies) {
        startUp = new StartUp(settings);
        shell = new CellShell(startUp.compilerOptions(), renderers::registerServices);
        evaluator = new CellEvaluator(shell, errors, settings.timeout());
        magics = new MagicRegistry(new KernelSession(this, shell, evaluator), dependencies);
        assist = new CodeAssist(shell, new MagicCompletion(magics, dependencies));
        setShouldReplaceStdStreams(false);
        this.commManager = comms;
        this.renderer = renderers.renderer();
        this.capture = new OutputCapture();
        new RunningCell(output, null).makeLatest();
    }

    private void guardExit() {
        ExitGuard.install(opener);
    }

    /** Gets slow things done before the first cell needs them. */
    void warmUp() {
        assist.warmUp();
    }

    /** Runs {@code outside} with the process's own standard output. */
    void uncaptured(Runnable outside) {
        capture.flush();
        capture.uninstall();
        try {
            outside.run();
        } finally {
            capture.install();
        }
    }

    /**
     * Runs a cell and returns when none of its code runs any more; all it has printed has gone to {@code cellOutput} then.
     *
     * @param number that messages call the cell by
     * @return its value, rendered; null if it has none
     * @throws CellException if it failed, and only this
     */
    @Nullable JsonObject execute(String source, int number, CellOutput cellOutput) throws CellException {
        cell = number;
        return withOutput(cellOutput, () -> {
            System.err.print(startUp.run(shell, evaluator));
            return evaluator.evaluate(source, number, value -> MimeBundle.of(render(value)));
        });
    }

    /** Work of the kernel's own, in a cell. */
    private interface Work<T> {
        @Nullable T run() throws CellException;
    }

    /** Runs work whose output, and that of the threads that it starts, goes to {@code output}. */
    private <T> @Nullable T withOutput(CellOutput output, Work<T> work) throws CellException {
        guardExit();
        RunningCell running = shell.thread().begin();
        try {
            running.setOutput(output);
            running.makeLatest();
            return work.run();
        } finally {
            capture.flush();
            shell.thread().end();
        }
    }

    /** From now on, until {@link #end}, an interrupt stops the cell that comes, also before it is given to {@link #execute}. */
    void begin() {
        shell.thread().begin();
    }

    void end() {
        shell.thread().end();
    }

    /**
     * Runs what a front end asks for by other means than a cell, as a cell runs: its code in the cells' thread, with its
     * output going to {@code workOutput}.
     *
     * @throws CellException if it failed, and only this
     */
    <T> @Nullable T run(Callable<T> work, CellOutput workOutput) throws CellException {
        return withOutput(workOutput, () -> evaluator.run(work));
    }

    /** The connections between objects of cells and of front ends. */
    Comms comms() {
        return comms;
    }

    /** What a front end shows for {@code value}; always with {@code text/plain}. {@link DisplayData} is taken as it is. */
    public DisplayData render(@Nullable Object value, String... mimeTypes) {
        if (value == null) {
            return new DisplayData("null");
        }
        if (value instanceof DisplayData ready) {
            return ready;
        }
        return mimeTypes.length == 0
                ? getRenderer().render(value)
                : getRenderer().renderAs(value, mimeTypes);
    }

    /**
     * Shows a value at once.
     *
     * @return the id to update it by
     */
    public String display(@Nullable Object value, String... mimeTypes) {
        DisplayData data = render(value, mimeTypes);
        String id = data.getDisplayId();
        if (id == null) {
            id = UUID.randomUUID().toString();
            data.setDisplayId(id);
        }
        display(data);
        return id;
    }

    @Override
    public void display(DisplayData data) {
        JsonObject bundle = MimeBundle.of(data);
        capture.flush();
        RunningCell.ofThread().output().display(bundle);
    }

    /** Replaces what was shown under {@code id}, wherever it is. */
    public void updateDisplay(String id, @Nullable Object value, String... mimeTypes) {
        DisplayData data = new DisplayData(render(value, mimeTypes));
        data.setDisplayId(id);
        JsonObject bundle = MimeBundle.of(data);
        capture.flush();
        RunningCell.ofThread().output().update(bundle);
    }

    /** Runs code as if it stood in the cell that runs, and returns the value of its last statement. */
    public @Nullable Object evalRaw(String source) throws CellException {
        return evaluator.evaluate(source, cell, Function.identity());
    }

    @Override
    public @Nullable DisplayData eval(String source) throws CellException {
        Object value = evalRaw(source);
        return value == null ? null : render(value);
    }

    /**
     * Lets later statements use the classes in {@code paths}; variables stay as they are.
     *
     * @param paths jars and folders of classes; those that are there already change nothing
     * @throws IllegalArgumentException if one does not exist, naming it
     */
    public void addToClasspath(String... paths) {
        shell.addToClassPath(Stream.of(paths).map(Path::of).toList());
    }

    /** What can be called with {@code %}; cells may register more. */
    public MagicRegistry getMagics() {
        return magics;
    }

    /** The number of the cell that runs or ran last. */
    int cell() {
        return cell;
    }

    @Override
    public void interrupt() {
        shell.thread().interrupt();
    }

    @Override
    public ReplacementOptions complete(String source, int codePoint) {
        Completions found = assist.complete(source, units(source, codePoint));
        return new ReplacementOptions(
                found.words(), source.codePointCount(0, found.start()), source.codePointCount(0, found.end()));
    }

    /** The content of the reply to a {@code complete_request}. */
    JsonObject completeReply(String source, int codePoint) {
        return assist.complete(source, units(source, codePoint)).reply(source);
    }

    @Override
    public @Nullable DisplayData inspect(String source, int codePoint, boolean detailed) {
        return assist.inspect(source, units(source, codePoint), detailed).orElse(null);
    }

    @Override
    public String isComplete(String source) {
        Completeness found = assist.completeness(source);
        return found.status().equals("incomplete") ? found.indent() : found.status();
    }

    /** The UTF-16 units before a code point; a front end may also name one that lies behind the end. */
    private static int units(String source, int codePoint) {
        int last = source.codePointCount(0, source.length());
        return source.offsetByCodePoints(0, Math.max(0, Math.min(codePoint, last)));
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }

    /** Stops what runs and gives the process back its standard output. */
    @Override
    public void close() {
        shell.close();
        uncaught.close();
        capture.close();
        RUNNING.compareAndSet(this, null);
    }
}
