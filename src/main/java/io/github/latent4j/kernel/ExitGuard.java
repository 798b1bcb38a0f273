package io.github.latent4j.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Keeps {@link System#exit} and {@link Runtime#halt} in cells, and in whatever cells call, from ending the process with all
 * variables: from then on only the thread that opened the kernel may call them. Signals and the end of that thread end the process
 * as before.
 */
final class ExitGuard {
    static final String REFUSAL =
            "System.exit and Runtime.halt are refused here: they would end the kernel with all its variables";

    private static boolean installed;

    private ExitGuard() {}

    /** Lets only {@code allowed} end the process; without instrumentation, and from the second call on, nothing changes. */
    static synchronized void install(Thread allowed) {
        Instrumentation instrumentation = KernelAgent.instrumentation();
        if (instrumentation == null || installed) {
            return;
        }
        try (InputStream runtime = Objects.requireNonNull(Runtime.class.getResourceAsStream("Runtime.class"))) {
            byte[] guarded = guarded(runtime.readAllBytes(), allowed.getId());
            instrumentation.redefineClasses(new ClassDefinition(Runtime.class, guarded));
            installed = true;
        } catch (IOException | ClassNotFoundException | UnmodifiableClassException e) {
            throw new IllegalStateException("java.lang.Runtime cannot be changed", e);
        }
    }

    private static byte[] guarded(byte[] runtime, long allowedThread) {
        ClassReader reader = new ClassReader(runtime);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
                        boolean ends = descriptor.equals("(I)V") && (name.equals("exit") || name.equals("halt"));
                        return ends ? new Refusing(plain, allowedThread) : plain;
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** {@code if (Thread.currentThread().getId() != allowed) throw new Error(...);} before all else. */
    private static final class Refusing extends MethodVisitor {
        private final long allowedThread;

        Refusing(MethodVisitor plain, long allowedThread) {
            super(Opcodes.ASM9, plain);
            this.allowedThread = allowedThread;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Label goOn = new Label();
            visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", "currentThread", "()Ljava/lang/Thread;", false);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Thread", "getId", "()J", false);
            visitLdcInsn(allowedThread);
            visitInsn(Opcodes.LCMP);
            visitJumpInsn(Opcodes.IFEQ, goOn);
            visitTypeInsn(Opcodes.NEW, "java/lang/Error");
            visitInsn(Opcodes.DUP);
            visitLdcInsn(REFUSAL);
            visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Error", "<init>", "(Ljava/lang/String;)V", false);
            visitInsn(Opcodes.ATHROW);
            visitLabel(goOn);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }
    }
}
