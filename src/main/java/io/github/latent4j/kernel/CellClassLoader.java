package io.github.latent4j.kernel;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the classes that JShell makes of the cells, and the jars that cells add. Its parent, the kernel's own loader, is asked
 * first, but for the kernel's {@link PrivateLibraries}: there the jars that cells add come first.
 */
final class CellClassLoader extends URLClassLoader implements LoaderDelegate {
    /** How the names of classes begin that JShell makes of cells. */
    static final String CELL_CODE = "REPL.$JShell$";

    private final Map<String, byte[]> declared = new HashMap<>();
    private final Map<String, Class<?>> loaded = new HashMap<>();

    CellClassLoader() {
        super("cells", new URL[0], CellClassLoader.class.getClassLoader());
    }

    /** Whether a class of this name is code of a cell. */
    static boolean isCellCode(String className) {
        return className.startsWith(CELL_CODE);
    }

    @Override
    @SuppressWarnings("ReturnValueIgnored")
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] installed = new boolean[classes.length];
        try {
            for (ClassBytecodes one : classes) {
                synchronized (declared) {
                    declared.put(one.name(), one.bytecodes());
                }
            }
            for (int i = 0; i < classes.length; i++) {
                Class<?> type = loadClass(classes[i].name());
                type.getDeclaredMethods(); // a class that is missing in a signature shows here, not in the middle
                // of a cell
                loaded.put(classes[i].name(), type);
                installed[i] = true;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            ClassInstallException failure = new ClassInstallException("cannot load the cell's class: " + e, installed);
            failure.initCause(e);
            throw failure;
        }
    }

    /** Nothing to do: a redefined class keeps its identity, and its bytes are needed only once. */
    @Override
    public void classesRedefined(ClassBytecodes[] classes) {}

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (String entry : path.split(File.pathSeparator, -1)) {
                addURL(new File(entry).toURI().toURL());
            }
        } catch (MalformedURLException e) {
            throw new InternalException("not a path: " + path);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (PrivateLibraries.contains(name)) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                try {
                    return super.findClass(name);
                } catch (ClassNotFoundException e) {
                    return getParent().loadClass(name);
                }
            }
        }
        return super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = PrivateLibraries.contains(name.replace('/', '.')) ? findResource(name) : null;
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> known = loaded.get(name);
        if (known != null) {
            return known;
        }
        byte @Nullable [] classFile;
        synchronized (declared) {
            classFile = declared.remove(name);
        }
        return classFile == null ? super.findClass(name) : defineClass(name, classFile, 0, classFile.length);
    }
}
