package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand cells as a careless user would send them, in an order that a seed decides. Beside the kernel runs a model: the value
 * that each variable must have. So every lost reply, line or variable shows at once.
 */
class SoakIT {
    private static final int CELLS = 2000;
    private static final long SEED = 20261125;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> variables = new TreeMap<>();
    private final Map<String, Integer> methods = new TreeMap<>();
    private final Map<String, Integer> classes = new TreeMap<>();
    private KernelProcess kernel;

    @Test
    @Timeout(900)
    void twoThousandCellsLoseNothingAndMemoryLevelsOff(@TempDir Path folder) throws IOException, InterruptedException {
        List<Long> kilobytes = new ArrayList<>();
        try (KernelProcess started = new KernelProcess(folder, ProcessHandle.current())) {
            kernel = started;
            kernel.run("int v0 = 0;");
            variables.put("v0", 0);
            for (int i = 1; i <= CELLS; i++) {
                cell();
                if (i % 250 == 0) {
                    everyVariableHasItsValue();
                    kilobytes.add(memory());
                }
            }
            assertThat(kernel.process.isAlive()).isTrue();
            assertThat(kernel.log()).isEmpty();
        }
        // a kernel that keeps every statement needs twice as much in the second half as in the first; garbage moves
        // this by a tenth
        List<Long> first = kilobytes.subList(0, kilobytes.size() / 2);
        List<Long> second = kilobytes.subList(kilobytes.size() / 2, kilobytes.size());
        assertThat(Collections.max(second))
                .as("KB after each 250 cells: " + kilobytes)
                .isLessThan(Collections.max(first) * 5 / 4);
    }

    private void cell() throws InterruptedException {
        switch (random.nextInt(20)) {
            case 0, 1 -> declare();
            case 2, 3 -> change();
            case 4, 5 -> value(anyVariable(), variables);
            case 6 -> defineMethod();
            case 7 -> callMethod();
            case 8 -> defineClass();
            case 9 -> useClass();
            case 10 ->
                ok("import java.util."
                        + List.of("function", "stream", "zip", "jar").get(random.nextInt(4))
                        + ".*;\n// and\nimport java.text.*;");
            case 11, 12 -> print();
            case 13 ->
                fails(
                        "throw new IllegalStateException(\"no\", new RuntimeException(\"because\"));",
                        "IllegalStateException");
            case 14 -> throwsInTheMiddle();
            case 15 -> invalid();
            case 16 -> fails("new Object() { public String toString() { throw new Error(\"unseen\"); } }", "Error");
            case 17 -> fails("int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)", "StackOverflowError");
            case 18 -> background();
            case 19 -> rare();
            default -> throw new AssertionError();
        }
    }

    /** A new variable or one of before, which a number or a method's result initialises. */
    private void declare() {
        String name = "v" + random.nextInt(40);
        if (!methods.isEmpty() && random.nextBoolean()) {
            String method = any(methods);
            ok("int " + name + " = " + method + "(1);");
            variables.put(name, methods.get(method) + 1);
        } else {
            int number = random.nextInt(1000);
            ok("int " + name + " = " + number + ";");
            variables.put(name, number);
        }
    }

    private void change() {
        String name = anyVariable();
        int step = random.nextInt(10);
        ok("for (int i = 0; i < 3; i++) " + name + " += " + step + ";");
        variables.merge(name, 3 * step, Integer::sum);
    }

    private void defineMethod() {
        String name = "f" + random.nextInt(10);
        int number = random.nextInt(100);
        ok("int " + name + "(int n) {\n    return n + " + number + ";\n}");
        methods.put(name, number);
    }

    private void callMethod() {
        if (!methods.isEmpty()) {
            String name = any(methods);
            assertThat(kernel.run(name + "(5)").text()).isEqualTo(Integer.toString(methods.get(name) + 5));
        }
    }

    /** A class whose shape changes now and then: it gets another field. */
    private void defineClass() {
        String name = "C" + random.nextInt(5);
        int number = random.nextInt(100);
        String field = "int field" + random.nextInt(2) + ";";
        ok("class " + name + " {\n    " + field + "\n    int number() { return " + number + "; }\n}");
        classes.put(name, number);
    }

    private void useClass() {
        if (!classes.isEmpty()) {
            String type = any(classes);
            String name = "v" + random.nextInt(40);
            ok("int " + name + " = new " + type + "().number();");
            variables.put(name, classes.get(type));
        }
    }

    private void print() {
        int lines = 1 + random.nextInt(3000);
        String stream = random.nextBoolean() ? "out" : "err";
        Answer answer = ok("for (int i = 0; i < " + lines + "; i++) System." + stream + ".println(i);");
        assertThat(answer.printed("std" + stream))
                .isEqualTo(IntStream.range(0, lines).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    }

    private void throwsInTheMiddle() {
        String name = anyVariable();
        fails(name + " = -1;\nint[] none = {};\nnone[1] = 2;\n" + name + " = -2;", "ArrayIndexOutOfBoundsException");
        variables.put(name, -1);
    }

    private void invalid() {
        List<String> sources = List.of(
                "int = 3;",
                "String s = 1;",
                "unknown.call();",
                "import no.such.thing.*;",
                "for (int i = 0; i < 3; i++) {",
                "String t = \"no end;",
                "}",
                "class Half { int");
        Answer answer = kernel.run(sources.get(random.nextInt(sources.size())));
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.only("error").get("ename").getAsString()).isIn("CompileError", "IncompleteCode");
    }

    private void background() {
        Answer answer = ok("Thread worker = new Thread(() -> System.out.print(\"from a thread\"));\n"
                + "worker.start();\nworker.join();");
        assertThat(answer.printed("stdout")).isEqualTo("from a thread");
    }

    /** What takes longer. */
    private void rare() throws InterruptedException {
        if (random.nextInt(10) == 0) {
            String id = kernel.submit("while (true) { " + anyVariable() + " += 0; }");
            Thread.sleep(300);
            kernel.askControl("interrupt_request", new JsonObject());
            assertThat(kernel.await(id).only("error").get("ename").getAsString())
                    .isEqualTo("KeyboardInterrupt");
        } else {
            JsonObject request = new JsonObject();
            request.addProperty("code", "Math.ma");
            request.addProperty("cursor_pos", 7);
            assertThat(kernel.ask("complete_request", request).get("matches").toString())
                    .contains("max(");
        }
    }

    private void value(String name, Map<String, Integer> expected) {
        assertThat(kernel.run(name).text()).as(name).isEqualTo(Integer.toString(expected.get(name)));
    }

    private void everyVariableHasItsValue() {
        String all = String.join(" + \" \" + ", variables.keySet());
        assertThat(kernel.run("\"\" + " + all).text())
                .isEqualTo(variables.values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private Answer ok(String code) {
        Answer answer = kernel.run(code);
        assertThat(answer.status()).as(code + "\n" + answer.published()).isEqualTo("ok");
        return answer;
    }

    private void fails(String code, String name) {
        Answer answer = kernel.run(code);
        assertThat(answer.status()).as(code).isEqualTo("error");
        assertThat(answer.only("error").get("ename").getAsString()).isEqualTo(name);
    }

    /** What the kernel uses of its heap and for its classes, in KB. */
    private long memory() {
        return Long.parseLong(kernel.run("""
                        System.gc();
                        var beans = java.lang.management.ManagementFactory.getMemoryMXBean();
                        (beans.getHeapMemoryUsage().getUsed() + beans.getNonHeapMemoryUsage().getUsed()) / 1024""").text());
    }

    private String anyVariable() {
        return any(variables);
    }

    private String any(Map<String, Integer> names) {
        List<String> sorted = new ArrayList<>(names.keySet());
        return sorted.get(random.nextInt(sorted.size()));
    }
}
