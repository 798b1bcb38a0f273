"""Jupyter's own tests of a kernel, and its clients on small notebooks, against the installed kernel.

python3 conformance.py JAR DIRECTORY: installs the kernel of JAR below DIRECTORY and tests it. Needs Debian's
python3-jupyter-kernel-test and python3-nbclient. The last line has the totals, in the form of Maven's.
"""

import os
import subprocess
import sys
import time
import unittest
from pathlib import Path

import jupyter_kernel_test
import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = "java"
IMAGE = "new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_INT_RGB)"


class KernelTest(jupyter_kernel_test.KernelTests):
    """The messages of the kernel, against Jupyter's description of them."""

    kernel_name = KERNEL
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oh");'
    completion_samples = [
        {"text": '"abc".subs', "matches": ["substring("]},
        {"text": "Math.sqr", "matches": ["sqrt("]},
        {"text": "%mav", "matches": ["%maven", "%mavenRepo"]},
    ]
    complete_code_samples = [
        "1 + 2",
        "int x = 1;",
        "class A { int a; }",
        "for (int i = 0; i < 3; i++) { x += i; }",
        'String s = """\n    text\n    """;',
    ]
    incomplete_code_samples = [
        "for (int i = 0; i < 3; i++) {",
        "class A {",
        "int twice(int n) {\n    return",
        "List.of(1,",
        "/* a comment",
    ]
    invalid_code_samples = ["class 5 {}", "int i = );", "int = 3;"]
    code_generate_error = 'throw new IllegalStateException("as asked");'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": IMAGE, "mime": "image/png"},
    ]
    code_display_data = [
        {"code": f"String id = display({IMAGE});", "mime": "image/png"},
        {"code": 'String id = display("<b>1</b>", "text/html");', "mime": "text/html"},
        {"code": 'String id = display("*1*", "text/markdown");', "mime": "text/markdown"},
        {"code": 'String id = display("$x^2$", "text/latex");', "mime": "text/latex"},
        {
            "code": 'String id = display("<svg xmlns=\'http://www.w3.org/2000/svg\'/>", "image/svg+xml");',
            "mime": "image/svg+xml",
        },
        {"code": "String id = display(7);", "mime": "text/plain"},
    ]
    code_history_pattern = "1 ? 2"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "Math.max"

    # Left out: help is text in the cell, since the protocol calls payloads deprecated; and IJava has no call that clears the
    # output, since updateDisplay replaces what is shown.
    test_pager = None
    test_clear_output = None


class NotebookTest(unittest.TestCase):
    """Notebooks as nbclient and nbconvert execute them."""

    @staticmethod
    def execute(*sources, **settings):
        cells = [new_code_cell(source) for source in sources]
        notebook = new_notebook(cells=[new_markdown_cell("# A notebook"), *cells])
        client = NotebookClient(notebook, kernel_name=KERNEL, **settings)
        error = None
        try:
            client.execute()
        except CellExecutionError as e:
            error = e
        nbformat.validate(notebook)
        return [cell.outputs for cell in cells], error

    def test_outputs_are_saved(self):
        (printed, value, shown), error = self.execute(
            'System.out.println("out"); System.err.println("err");',
            "int x = 6; x * 7",
            'String id = display("before"); updateDisplay(id, "after");',
        )
        self.assertIsNone(error)
        self.assertEqual([(o.output_type, o.name, o.text) for o in printed], [
            ("stream", "stdout", "out\n"),
            ("stream", "stderr", "err\n"),
        ])
        self.assertEqual([(o.output_type, o.execution_count, o.data) for o in value], [
            ("execute_result", 2, {"text/plain": "42"}),
        ])
        self.assertEqual([(o.output_type, o.data) for o in shown], [
            ("display_data", {"text/plain": "after"}),
        ])

    def test_an_error_stops_the_notebook_and_is_saved(self):
        (first, failing, last), error = self.execute("1", "int q = 1 / 0;", "2")
        self.assertIn("ArithmeticException", str(error))
        self.assertEqual(len(first), 1)
        self.assertEqual([(o.output_type, o.ename, o.evalue) for o in failing], [
            ("error", "ArithmeticException", "/ by zero"),
        ])
        self.assertEqual(last, [])

    def test_a_notebook_may_go_on_after_errors(self):
        (failing, last), error = self.execute("int q = 1 / 0;", "2", allow_errors=True)
        self.assertIsNone(error)
        self.assertEqual(failing[0].output_type, "error")
        self.assertEqual(last[0].data["text/plain"], "2")

    def test_a_cell_that_takes_too_long_is_interrupted(self):
        (endless, last), error = self.execute(
            "while (true) {}", '"went on"', timeout=3, interrupt_on_timeout=True, allow_errors=True
        )
        self.assertIsNone(error)
        self.assertEqual(endless[0].ename, "KeyboardInterrupt")
        self.assertEqual(last[0].data["text/plain"], "went on")

    def test_a_flood_of_lines_is_saved_whole(self):
        lines = 100_000
        (printed,), error = self.execute(f"for (int i = 0; i < {lines}; i++) System.out.println(i);")
        self.assertIsNone(error)
        self.assertEqual("".join(o.text for o in printed), "".join(f"{i}\n" for i in range(lines)))

    def test_where_nobody_types_a_read_fails_with_the_reason(self):
        (asking,), error = self.execute("System.in.read()")
        self.assertIn("allow_stdin is false", str(error))
        self.assertEqual(asking[-1].ename, "IOException")


class ClientTest(unittest.TestCase):
    """The kernel as jupyter_client starts it, talks to it and ends it."""

    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name=KERNEL)
        self.addCleanup(self.client.stop_channels)

    def tearDown(self):
        if self.manager.is_alive():
            self.manager.shutdown_kernel()

    def run_cell(self, code, **settings):
        outputs = []
        reply = self.client.execute_interactive(code, timeout=60, output_hook=outputs.append, **settings)
        return reply["content"], outputs

    def test_what_the_user_types_is_read(self):
        reply, outputs = self.run_cell(
            'System.out.print("name: "); new Scanner(System.in).nextLine()',
            allow_stdin=True,
            stdin_hook=lambda question: self.client.input("Ada Lovelace"),
        )
        self.assertEqual(reply["status"], "ok")
        results = [o["content"]["data"]["text/plain"] for o in outputs if o["msg_type"] == "execute_result"]
        self.assertEqual(results, ["Ada Lovelace"])

    def test_a_restart_forgets_everything(self):
        self.run_cell("int kept = 7;")
        self.assertEqual(self.run_cell("kept")[0]["status"], "ok")
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=60)
        self.assertEqual(self.run_cell("kept")[0]["status"], "error")
        self.assertEqual(self.run_cell("1")[0]["execution_count"], 2)

    def test_an_interrupt_ends_a_cell(self):
        message = self.client.execute("while (true) {}")
        state = None
        while state != "busy":
            state = self.client.get_iopub_msg(timeout=60)["content"].get("execution_state")
        self.manager.interrupt_kernel()
        reply = {"parent_header": {}}
        while reply["parent_header"].get("msg_id") != message:
            reply = self.client.get_shell_msg(timeout=60)
        self.assertEqual(reply["content"]["ename"], "KeyboardInterrupt")

    def test_the_heart_beats(self):
        self.client.hb_channel.unpause()
        time.sleep(3 * self.client.hb_channel.time_to_dead)
        self.assertTrue(self.client.hb_channel.is_beating())

    def test_shutdown_ends_the_process(self):
        process = self.manager.provisioner.process
        self.manager.shutdown_kernel(now=False)
        self.assertEqual(process.wait(10), 0)


def main(jar, directory):
    subprocess.run(["java", "-jar", jar, "install", "--prefix", directory], check=True, stdout=subprocess.DEVNULL)
    os.environ["JUPYTER_PATH"] = str(Path(directory) / "share" / "jupyter")
    os.environ["PYTHONWARNINGS"] = "ignore"  # of the clients' libraries
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    kind = "INFO" if result.wasSuccessful() else "ERROR"
    print(
        f"[{kind}] Tests run: {result.testsRun}, Failures: {len(result.failures)}, "
        f"Errors: {len(result.errors)}, Skipped: {len(result.skipped)}"
    )
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
