package io.github.latent4j.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks of the course as they are committed, and the links of all texts. What the rules ask for is in {@link NotebookForm}. */
class CourseTest {
    private static final Path NOTEBOOKS = Path.of("notebooks");

    /** The way in: one can read it in a minute, so it has neither exercises nor the sections that go with them. */
    private static final Path WITHOUT_EXERCISES = NOTEBOOKS.resolve("00-start-here.ipynb");

    static List<Path> notebooks() throws IOException {
        return in(NOTEBOOKS, ".ipynb");
    }

    static List<Path> withExercises() throws IOException {
        return notebooks().stream()
                .filter(notebook -> !notebook.equals(WITHOUT_EXERCISES))
                .toList();
    }

    static List<Path> pages() throws IOException {
        return Stream.concat(Stream.of(Path.of("README.md")), in(Path.of("docs"), ".md").stream())
                .toList();
    }

    private static List<Path> in(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void theFirstCellIsTheTitlePage(Path notebook) {
        assertThat(NotebookForm.firstCell(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void thePictureUpFrontIsDrawnByTheNotebook(Path notebook) {
        assertThat(NotebookForm.cover(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void theSecondCellIsTheOneImport(Path notebook) {
        assertThat(NotebookForm.imports(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void codeCellsAreShort(Path notebook) {
        assertThat(NotebookForm.lengths(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void codeCellsEndInAValueOrAStatement(Path notebook) {
        assertThat(NotebookForm.endings(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void codeCellsHaveBeenExecutedInOrder(Path notebook) {
        assertThat(NotebookForm.execution(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void noOutputIsAnError(Path notebook) {
        assertThat(NotebookForm.errors(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withExercises")
    void theLastSectionsAreExercisesReferencesAndCheck(Path notebook) {
        assertThat(NotebookForm.sections(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withExercises")
    void eachExerciseIsFollowedByItsHiddenSolution(Path notebook) {
        assertThat(NotebookForm.exercises(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void theLastCodeCellIsTheCheck(Path notebook) {
        assertThat(NotebookForm.check(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void outputsHaveNothingThatDiffersAtEachRun(Path notebook) {
        assertThat(NotebookForm.stableOutputs(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void theFileHasCellIdsAndNoMoreMetadataThanNeeded(Path notebook) {
        assertThat(NotebookForm.metadata(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void formulasAreClosed(Path notebook) {
        assertThat(NotebookForm.formulas(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void linksOfNotebooksLeadSomewhere(Path notebook) {
        assertThat(NotebookForm.links(new CourseNotebook(notebook))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksOfPagesLeadSomewhere(Path page) {
        assertThat(Links.broken(page, Links.read(page))).as("links of " + page).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void theNotebookIsAScriptForPlainJshellToo(Path notebook) {
        assertThat(NotebookForm.plainJshell(new CourseNotebook(notebook))).isEmpty();
    }
}
