package io.github.latent4j.kernel;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes cell code stoppable. Java offers no way to end a thread that computes, so {@link #addTo} lets the code ask:
 * before every backward jump (each turn of a loop) and at the start of every static method (recursion) it calls {@link #poll}.
 *
 * <p>Lambdas and methods of objects ask at their start as well, by {@link #pollInCallback}: but a training loop that is being
 * stopped may still call them to report, and its result must not be lost by that, so there is a moment's grace.
 */
public final class StopCheck {
    private static volatile boolean stopping;

    private StopCheck() {}

    /** Called by instrumented cell code; ends it when its cell was interrupted. */
    public static void poll() {
        if (stopping && RunningCell.mustEnd(true)) {
            throw new CellStopped();
        }
    }

    /** The same at the start of what a library may call. */
    public static void pollInCallback() {
        if (stopping && RunningCell.mustEnd(false)) {
            throw new CellStopped();
        }
    }

    /** Whether any cell is to stop. While none is, a poll costs one volatile read. */
    static void stop(boolean value) {
        stopping = value;
    }

    /** The same class with the checks. */
    static byte[] addTo(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
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
                        boolean isStatic =
                                (access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == Opcodes.ACC_STATIC;
                        return new Polling(plain, isStatic ? "poll" : "pollInCallback");
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Polling extends MethodVisitor {
        private final String atStart;
        private final Set<Label> passed = new HashSet<>();

        Polling(MethodVisitor plain, String atStart) {
            super(Opcodes.ASM9, plain);
            this.atStart = atStart;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitPoll(atStart);
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (passed.contains(label)) {
                visitPoll("poll");
            }
            super.visitJumpInsn(opcode, label);
        }

        /** Takes nothing from the stack and leaves nothing, so frames and stack sizes stay as they are. */
        private void visitPoll(String name) {
            visitMethodInsn(Opcodes.INVOKESTATIC, "io/github/latent4j/kernel/StopCheck", name, "()V", false);
        }
    }

    /** Unwinds interrupted cell code. An {@link Error}, so that a {@code catch (Exception e)} in a cell lets it pass. */
    static final class CellStopped extends Error {
        CellStopped() {
            super("interrupted");
        }
    }
}
