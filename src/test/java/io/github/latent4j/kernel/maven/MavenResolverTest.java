package io.github.latent4j.kernel.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything here stays in a temporary folder: the settings there let a folder stand for Maven Central. */
@Timeout(60)
class MavenResolverTest {
    @TempDir
    Path folder;

    private final List<Path> kernelJars = new ArrayList<>();
    private Predicate<String> isPrivate = name -> false;
    private TinyRepository central;
    private MavenResolver maven;
    private String localRepositoryOfTheBuild;

    @BeforeEach
    void open() {
        localRepositoryOfTheBuild = System.clearProperty("maven.repo.local"); // it would come before the settings
        central = new TinyRepository(folder.resolve("central"));
        settings("");
        reopen();
    }

    @AfterEach
    void restore() {
        if (localRepositoryOfTheBuild != null) {
            System.setProperty("maven.repo.local", localRepositoryOfTheBuild);
        }
    }

    private void settings(String more) {
        write(
                folder.resolve("home/settings.xml"),
                "<settings><mirrors><mirror><id>mirror</id><mirrorOf>central</mirrorOf><url>" + central.url()
                        + "</url></mirror></mirrors>" + more + "</settings>");
    }

    private void reopen() {
        maven = new MavenResolver(folder.resolve("home"), kernelJars, name -> isPrivate.test(name));
    }

    private static void write(Path file, String text) {
        TinyRepository.write(file, text.getBytes(UTF_8));
    }

    private Resolution resolve(String... coordinates) throws Exception {
        return maven.resolve(MavenRequest.of(coordinates), progress -> {});
    }

    private static List<String> names(List<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).toList();
    }

    private List<String> added(String... coordinates) throws Exception {
        return names(resolve(coordinates).added());
    }

    // ---- what is found

    @Test
    void dependenciesOfDependenciesComeAlong() throws Exception {
        central.add("org.x:a:1", "org.x:b:1").add("org.x:b:1", "org.x:c:1").add("org.x:c:1");
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar", "b-1.jar", "c-1.jar");
    }

    @Test
    void whatOnlyTestsAndCompilersNeedStaysAway() throws Exception {
        central.add("org.x:a:1", "org.x:b:1:test", "org.x:c:1:provided", "org.x:d:1:runtime")
                .add("org.x:d:1");
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar", "d-1.jar");
    }

    @Test
    void theNearestVersionWins() throws Exception {
        central.add("org.x:a:1", "org.x:b:1")
                .add("org.x:b:1", "org.x:c:2")
                .add("org.x:c:1")
                .add("org.x:c:2");
        assertThat(added("org.x:a:1", "org.x:c:1")).containsExactly("a-1.jar", "b-1.jar", "c-1.jar");
    }

    @Test
    void aRangeTakesTheHighestVersionInIt() throws Exception {
        central.add("org.x:a:1.0").add("org.x:a:1.5").add("org.x:a:2.0");
        assertThat(added("org.x:a:[1.0,2.0)")).containsExactly("a-1.5.jar");
    }

    @Test
    void theRangeOfADependencyTakesTheHighestVersionInIt() throws Exception {
        central.add("org.x:a:1", "org.x:b:[1,2)")
                .add("org.x:b:1.0")
                .add("org.x:b:1.5")
                .add("org.x:b:2.0");
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar", "b-1.5.jar");
    }

    @Test
    void aClassifierNamesAnotherJarOfTheArtifact() throws Exception {
        central.add("org.x:a:1").addJar("org.x:a:1", "linux");
        assertThat(added("org.x:a:jar:linux:1")).containsExactly("a-1-linux.jar");
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar");
    }

    @Test
    void aPackagingNamesTheKindOfFile() throws Exception {
        central.addPom(
                        "org.x:all:1",
                        "<packaging>pom</packaging><dependencies>" + TinyRepository.dependency("org.x:a:1")
                                + "</dependencies>")
                .add("org.x:a:1")
                .addJar("org.x:a:1", "tests");
        assertThat(added("org.x:all:pom:1")).as("a POM is no jar").containsExactly("a-1.jar");
        assertThat(added("org.x:a:test-jar:1")).containsExactly("a-1-tests.jar");
    }

    @Test
    void anArtifactThatHasMovedIsFoundInItsNewPlace() throws Exception {
        central.addPom(
                        "org.old:a:1",
                        "<distributionManagement><relocation><groupId>org.x</groupId></relocation></distributionManagement>")
                .add("org.x:a:1")
                .add("org.x:a:2");
        assertThat(added("org.old:a:1")).containsExactly("a-1.jar");
        assertThat(resolve("org.x:a:2").notes()).hasSize(1);
    }

    @Test
    void anExclusionKeepsADependencyAway() throws Exception {
        central.add("org.x:a:1", "org.x:b:1", "org.y:c:1")
                .add("org.x:b:1")
                .add("org.y:c:1", "org.y:d:1")
                .add("org.y:d:1");
        MavenRequest request = MavenRequest.of("org.x:a:1").withExclusions(List.of("org.x:b", "*:d"));
        assertThat(names(maven.resolve(request, progress -> {}).added())).containsExactly("a-1.jar", "c-1.jar");
    }

    @Test
    void aRepositoryIsAddedByIdAndUrl() throws Exception {
        TinyRepository mine = new TinyRepository(folder.resolve("mine")).add("org.x:a:1");
        assertThatThrownBy(() -> resolve("org.x:a:1"))
                .isInstanceOf(MavenException.class)
                .hasMessage("org.x:a:1 was not found in mirror (" + central.url()
                        + "): check the spelling and the version, or add the repository that has it with %mavenRepo");
        maven.addRepository("mine", mine.url());
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar");
    }

    @Test
    void theRepositoriesOfFromComeFirst() throws Exception {
        central.add("org.x:a:1");
        TinyRepository mine = new TinyRepository(folder.resolve("mine"))
                .add("org.x:a:1", "org.x:b:1")
                .add("org.x:b:1");
        maven.addRepository("mine", mine.url());
        MavenRequest request = MavenRequest.of("org.x:a:1").withFrom(List.of("mine"));
        assertThat(names(maven.resolve(request, progress -> {}).added())).containsExactly("a-1.jar", "b-1.jar");
        assertThatThrownBy(() -> maven.resolve(request.withFrom(List.of("yours")), progress -> {}))
                .hasMessage("there is no repository \"yours\": known are central, mine; add it with %mavenRepo");
    }

    // ---- the session

    @Test
    void laterQuestionsAreResolvedTogetherWithEarlierOnes() throws Exception {
        central.add("org.x:a:1", "org.x:c:1")
                .add("org.x:b:1", "org.x:c:1", "org.x:d:1")
                .add("org.x:c:1")
                .add("org.x:d:1");
        resolve("org.x:a:1");
        Resolution second = resolve("org.x:b:1");
        assertThat(names(second.added())).containsExactly("b-1.jar", "d-1.jar");
        assertThat(names(second.all())).containsExactly("a-1.jar", "c-1.jar", "b-1.jar", "d-1.jar");
        assertThat(second.notes()).isEmpty();
        assertThat(resolve("org.x:b:1").added()).isEmpty();
    }

    @Test
    void aVersionThatIsInUseStaysAndTheAnswerSaysSo() throws Exception {
        central.add("org.x:a:1").add("org.x:a:2");
        resolve("org.x:a:1");
        Resolution second = resolve("org.x:a:2");
        assertThat(second.added()).isEmpty();
        assertThat(second.notes())
                .containsExactly("org.x:a 1 is in use in this session and stays (asked: 2); for 2 restart the kernel"
                        + " and ask for all in one %maven");
        assertThat(resolve("org.x:a:[1,2]").notes()).as("1 is in the range").isEmpty();
    }

    @Test
    void whatANewDependencyBringsAlongFitsWhatIsInUse() throws Exception {
        central.add("org.x:c:1", "org.x:d:1")
                .add("org.x:c:2", "org.x:d:2")
                .add("org.x:d:1")
                .add("org.x:d:2")
                .add("org.x:a:1", "org.x:c:1")
                .add("org.x:b:1", "org.x:d:2");
        resolve("org.x:a:1");
        Resolution second = resolve("org.x:b:1");
        assertThat(names(second.added())).containsExactly("b-1.jar");
        assertThat(second.notes())
                .containsExactly(
                        "org.x:d 1 is in use in this session and stays (asked by org.x:b: 2); for 2 restart the"
                                + " kernel and ask for all in one %maven");
        assertThat(resolve("org.x:c:1").notes()).as("said once").isEmpty();
    }

    @Test
    void aQuestionThatFailsChangesNothing() throws Exception {
        central.add("org.x:a:1").add("org.x:b:1", "org.x:missing:1").add("org.x:b:2");
        assertThatThrownBy(() -> resolve("org.x:a:1", "org.x:b:1"))
                .hasMessageStartingWith("org.x:missing:1 (needed by org.x:b:1) was not found in mirror (");
        assertThat(added("org.x:b:2")).containsExactly("b-2.jar");
    }

    @Test
    void whatWasMissingIsFoundOnceItIsThere() throws Exception {
        assertThatThrownBy(() -> resolve("org.x:a:1")).hasMessageContaining("was not found");
        central.add("org.x:a:1");
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar");
    }

    @Test
    void theSameArtifactInTwoVersionsIsRefused() {
        assertThatThrownBy(() -> resolve("org.x:a:1", "org.x:a:2"))
                .hasMessage("org.x:a is asked in two versions, 1 and 2: ask for one of them");
    }

    // ---- what the kernel runs with

    private void kernelHas(String fileName, String group, String artifact, String version, String className) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(className.replace('.', '/') + ".class", "");
        entries.put(
                "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
                "groupId=" + group + "\nartifactId=" + artifact + "\nversion=" + version + "\n");
        Path jar = folder.resolve("lib").resolve(fileName);
        TinyRepository.write(jar, TinyRepository.jar(entries));
        kernelJars.add(jar);
    }

    @Test
    void whatTheKernelRunsWithStaysInUse() throws Exception {
        kernelHas("c-2.jar", "org.x", "c", "2", "org.x.C");
        central.add("org.x:a:1", "org.x:c:3").add("org.x:b:1", "org.x:c:1").add("org.x:c:1");
        Resolution direct = resolve("org.x:c:1");
        assertThat(direct.added()).isEmpty();
        assertThat(direct.notes()).containsExactly("org.x:c 2 is part of this kernel and stays in use (asked: 1)");
        assertThat(resolve("org.x:c:2").notes()).as("the same version").isEmpty();
        assertThat(resolve("org.x:b:1").notes()).as("an older one will do").isEmpty();
        Resolution newer = resolve("org.x:a:1");
        assertThat(names(newer.added())).containsExactly("a-1.jar");
        assertThat(newer.notes())
                .containsExactly("org.x:c 2 is part of this kernel and stays in use (asked by org.x:a: 3)");
    }

    @Test
    void aLibraryOfTheKernelThatCellsDoNotSeeComesAsAsked() throws Exception {
        kernelHas("c-2.jar", "org.x", "c", "2", "secret.C");
        isPrivate = name -> name.startsWith("secret.");
        central.add("org.x:c:1");
        Resolution own = resolve("org.x:c:1");
        assertThat(names(own.added())).containsExactly("c-1.jar");
        assertThat(own.notes()).isEmpty();
    }

    @Test
    void aJarThatRepackagesALibraryIsNotThatLibrary() throws Exception {
        kernelHas("shaded-7.jar", "org.x", "c", "2", "org.y.C");
        central.add("org.x:c:1");
        assertThat(added("org.x:c:1")).containsExactly("c-1.jar");
    }

    @Test
    void aJarWithoutADescriptionIsKnownByItsName() throws Exception {
        Path jar = folder.resolve("lib/c-2.0.jar");
        TinyRepository.write(jar, TinyRepository.jar(Map.of("org/x/C.class", "")));
        kernelJars.add(jar);
        assertThat(resolve("org.x:c:1").notes())
                .containsExactly("org.x:c 2.0 is part of this kernel and stays in use (asked: 1)");
    }

    @Test
    void theLibrariesOfThisJvmAreRead() {
        KernelJars jars = KernelJars.read(KernelJars.classPathOfThisJvm(), name -> name.startsWith("com.google.gson."));
        assertThat(jars.version("org.knowm.xchart", "xchart", "")).isNotNull();
        assertThat(jars.version("com.google.code.gson", "gson", "")).isNull();
    }

    // ---- POMs

    @Test
    void aPomIsReadWithParentPropertiesAndManagement() throws Exception {
        central.add("org.x:a:1", "org.x:c:1")
                .add("org.x:b:3")
                .add("org.x:c:1")
                .add("org.x:c:2")
                .addPom(
                        "org.x:bom:1",
                        "<packaging>pom</packaging><dependencyManagement><dependencies>"
                                + TinyRepository.dependency("org.x:c:2")
                                + "</dependencies></dependencyManagement>")
                .addPom(
                        "org.x:parent:1",
                        "<packaging>pom</packaging><properties><b>3</b></properties><dependencyManagement><dependencies>"
                                + TinyRepository.dependency("org.x:b:${b}")
                                + "<dependency><groupId>org.x</groupId><artifactId>bom</artifactId><version>1</version>"
                                + "<type>pom</type><scope>import</scope></dependency>"
                                + "</dependencies></dependencyManagement>");
        Path pom = folder.resolve("project/pom.xml");
        write(pom, """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <parent><groupId>org.x</groupId><artifactId>parent</artifactId><version>1</version></parent>
                  <artifactId>project</artifactId>
                  <properties><a>1</a></properties>
                  <dependencies>
                    <dependency><groupId>org.x</groupId><artifactId>a</artifactId><version>${a}</version></dependency>
                    <dependency><groupId>org.x</groupId><artifactId>b</artifactId></dependency>
                  </dependencies>
                </project>
                """);
        assertThat(names(maven.loadPom(pom, List.of(), progress -> {}).added()))
                .containsExactly("a-1.jar", "c-2.jar", "b-3.jar");
    }

    @Test
    void theVersionsThatAPomManagesHoldForLaterQuestions() throws Exception {
        central.add("org.x:a:1").add("org.x:b:1", "org.x:c:1").add("org.x:c:1").add("org.x:c:2");
        String dependency = TinyRepository.dependency("org.x:a:1");
        String managed = "<dependencyManagement><dependencies>" + TinyRepository.dependency("org.x:c:2")
                + "</dependencies></dependencyManagement>";
        maven.loadPomText(managed + "<dependencies>" + dependency + "</dependencies>", List.of(), progress -> {});
        assertThat(added("org.x:b:1")).containsExactly("b-1.jar", "c-2.jar");
    }

    @Test
    void theScopesOfAPomCanBeChosen() throws Exception {
        central.add("org.x:a:1").add("org.x:b:1").add("org.x:c:1", "org.x:d:1").add("org.x:d:1");
        String pom = TinyRepository.dependency("org.x:a:1")
                + TinyRepository.dependency("org.x:b:1:runtime")
                + TinyRepository.dependency("org.x:c:1:test");
        assertThat(names(maven.loadPomText(pom, List.of("test"), progress -> {}).added()))
                .containsExactly("c-1.jar", "d-1.jar");
        assertThat(names(maven.loadPomText(pom, List.of(), progress -> {}).added()))
                .containsExactly("a-1.jar", "b-1.jar");
        assertThatThrownBy(() -> maven.loadPomText(pom, List.of("tests"), progress -> {}))
                .hasMessage("\"tests\" is not a scope: scopes are compile, runtime, provided, test, system, import");
    }

    @Test
    void aJarOfTheSystemIsTakenFromItsPath() throws Exception {
        Path jar = folder.resolve("own.jar");
        TinyRepository.write(jar, TinyRepository.jar(Map.of("a.txt", "a")));
        String pom = "<dependency><groupId>org.x</groupId><artifactId>own</artifactId><version>1</version><scope>system"
                + "</scope><systemPath>" + jar + "</systemPath></dependency>";
        assertThat(maven.loadPomText(pom, List.of("system"), progress -> {}).added())
                .containsExactly(jar);
    }

    @Test
    void theRepositoriesOfAPomAreAskedToo() throws Exception {
        TinyRepository mine =
                new TinyRepository(folder.resolve("mine")).add("org.x:a:1").add("org.x:b:1");
        String pom = """
                <!-- <dependency> as the project's page says -->
                <repository><id>mine</id><url>%s</url></repository>
                <dependency><groupId>org.x</groupId><artifactId>a</artifactId><version>1</version></dependency>
                """.formatted(mine.url());
        assertThat(names(maven.loadPomText(pom, List.of(), progress -> {}).added()))
                .containsExactly("a-1.jar");
        assertThat(added("org.x:b:1")).as("later questions").containsExactly("b-1.jar");
    }

    @Test
    void aBrokenPomIsReportedWithItsLine() {
        Path pom = folder.resolve("pom.xml");
        write(pom, "<project>\n<modelVersion>4.0.0</modelVersion>\n<dependncies/>\n</project>\n");
        assertThatThrownBy(() -> maven.loadPom(pom, List.of(), progress -> {}))
                .isInstanceOf(MavenException.class)
                .hasNoCause()
                .hasMessageStartingWith(pom + ", line 3: ")
                .hasMessageContaining("dependncies");
        assertThatThrownBy(() -> maven.loadPomText("\n<dependency>\n<x/>\n</dependency>", List.of(), progress -> {}))
                .hasMessageStartingWith("the POM, line 3: ")
                .hasMessageContaining("x");
        assertThatThrownBy(() -> maven.loadPomText(
                        "<dependency><groupId>org.x</groupId><artifactId>a</artifactId></dependency>",
                        List.of(),
                        progress -> {}))
                .hasMessageStartingWith(
                        "the POM, line 1: 'dependencies.dependency.version' for org.x:a:jar is missing");
        Path missing = folder.resolve("missing.xml");
        assertThatThrownBy(() -> maven.loadPom(missing, List.of(), progress -> {}))
                .hasMessage("there is no file " + missing + ": name a POM, such as pom.xml");
    }

    @Test
    void aParentThatIsNotThereIsNamed() {
        String pom =
                "<project><modelVersion>4.0.0</modelVersion><artifactId>a</artifactId><parent><groupId>org.x</groupId>"
                        + "<artifactId>parent</artifactId><version>1</version></parent></project>";
        assertThatThrownBy(() -> maven.loadPomText(pom, List.of(), progress -> {}))
                .hasMessageStartingWith("org.x:parent:pom:1 was not found in mirror (");
    }

    // ---- settings

    @Test
    void theLocalRepositoryIsThatOfTheSettings() throws Exception {
        settings("<localRepository>" + folder.resolve("elsewhere") + "</localRepository>");
        central.add("org.x:a:1");
        assertThat(resolve("org.x:a:1").added()).containsExactly(folder.resolve("elsewhere/org/x/a/1/a-1.jar"));
    }

    @Test
    void whatIsInTheLocalRepositoryIsThereOffline() throws Exception {
        central.add("org.x:a:1").add("org.x:b:1");
        resolve("org.x:a:1");
        reopen();
        maven.setOffline(true);
        assertThat(added("org.x:a:1")).containsExactly("a-1.jar");
        Path local = folder.resolve("home/repository");
        assertThatThrownBy(() -> resolve("org.x:b:1"))
                .hasMessage("org.x:b:1 was not found in the local repository " + local
                        + ", and Maven is offline: go online, or ask for a version that is there");
        maven.setOffline(false);
        assertThat(added("org.x:b:1")).containsExactly("b-1.jar");
    }

    @Test
    void theSettingsCanSayOffline() {
        settings("<offline>true</offline>");
        central.add("org.x:a:1");
        assertThatThrownBy(() -> resolve("org.x:a:1")).hasMessageContaining("Maven is offline");
    }

    @Test
    void brokenSettingsAreReportedWithTheirLine() {
        write(folder.resolve("home/settings.xml"), "<settings>\n<mirrors>\n</settings>\n");
        assertThatThrownBy(() -> resolve("org.x:a:1"))
                .isInstanceOf(MavenException.class)
                .hasMessageStartingWith(folder.resolve("home/settings.xml") + ", line 3: ");
    }

    // ---- errors

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.x                | \"org.x\" is not a coordinate: write group:artifact:version,",
                "org.x:a              | \"org.x:a\" is not a coordinate: write group:artifact:version,",
                "org.x:a b:1          | \"org.x:a b:1\" is not a coordinate, since its part \"a b\" may have letters,",
                "org.x:a:             | \"org.x:a:\" has no version: write",
                "a:b:c:d:e:f          | \"a:b:c:d:e:f\" is not a coordinate",
                "org.x:a:[1           | \"[1\" is neither a version nor a range: write 1.0, or [1.0,2.0)"
            })
    void aCoordinateThatIsNoneIsRefused(String coordinate, String message) {
        assertThatThrownBy(() -> resolve(coordinate))
                .isInstanceOf(MavenException.class)
                .hasNoCause()
                .hasMessageStartingWith(message);
    }

    @Test
    void anExclusionThatIsNoneIsRefused() {
        MavenRequest request = MavenRequest.of("org.x:a:1").withExclusions(List.of("b"));
        assertThatThrownBy(() -> maven.resolve(request, progress -> {}))
                .hasMessage(
                        "\"b\" cannot be excluded: write group:artifact, where * stands for any group or any artifact");
    }

    @ParameterizedTest
    @CsvSource({
        "mine,repo.org,'a repository''s URL begins with https:, http: or file:, got \"repo.org\"'",
        "a/b,file:/x,'a repository''s id may have letters, digits and . - _ only, got \"a/b\"'"
    })
    void aRepositoryThatIsNoneIsRefused(String id, String url, String message) {
        assertThatThrownBy(() -> maven.addRepository(id, url)).hasMessage(message);
    }

    @Test
    void aRangeWithoutAMatchNamesWhatThereIs() {
        central.add("org.x:a:1.0").add("org.x:a:1.5").add("org.x:b:1", "org.x:a:[3,4)");
        assertThatThrownBy(() -> resolve("org.x:a:[2,3)"))
                .hasMessage(
                        "no version of org.x:a matches [2,3) in mirror (" + central.url() + "); there are 1.0, 1.5");
        assertThatThrownBy(() -> resolve("org.x:b:1"))
                .hasMessage("no version of org.x:a matches [3,4) in mirror (" + central.url() + ")");
    }

    @Test
    void rangesThatExcludeEachOtherAreNamed() {
        central.add("org.x:a:1", "org.x:c:[1,2)")
                .add("org.x:b:1", "org.x:c:[2,3)")
                .add("org.x:c:1")
                .add("org.x:c:2");
        assertThatThrownBy(() -> resolve("org.x:a:1", "org.x:b:1"))
                .hasMessageMatching("the version ranges that were asked for org.x:c exclude each other: .*; ask for one"
                        + " version of it");
    }

    @Test
    void aFileThatIsNotWhatItsChecksumSaysIsRefused() {
        central.add("org.x:a:1");
        write(central.file("org.x:a:1", ".jar.sha1"), "0123456789012345678901234567890123456789");
        assertThatThrownBy(() -> resolve("org.x:a:1"))
                .isInstanceOf(MavenException.class)
                .hasMessageStartingWith(
                        "org.x:a:1 arrived damaged from mirror (" + central.url() + "): its checksum is ")
                .hasMessageEndingWith(" and should be 0123456789012345678901234567890123456789; try again, and if it"
                        + " stays so, ask another repository");
    }

    // ---- the rest

    @Test
    void coordinatesAreCompletedFromTheLocalRepository() throws Exception {
        central.add("org.x:alpha:1.9")
                .add("org.x:alpha:1.10")
                .add("org.x:beta:1")
                .add("org.yy.z:gamma:1");
        resolve("org.x:alpha:1.9", "org.x:beta:1", "org.yy.z:gamma:1");
        reopen();
        resolve("org.x:alpha:1.10");
        assertThat(maven.complete("or")).containsExactly("org.x:", "org.yy.z:");
        assertThat(maven.complete("org.y")).containsExactly("org.yy.z:");
        assertThat(maven.complete("org.x:")).containsExactly("org.x:alpha:", "org.x:beta:");
        assertThat(maven.complete("org.x:al")).containsExactly("org.x:alpha:");
        assertThat(maven.complete("org.x:alpha:")).containsExactly("org.x:alpha:1.10", "org.x:alpha:1.9");
        assertThat(maven.complete("nowhere")).isEmpty();
    }

    /** The kernel's start pays nothing for a resolver that no cell has asked. */
    @Test
    void nothingOfMavenIsLoadedBeforeTheFirstQuestion() throws Exception {
        URL classes = MavenResolver.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader bare = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Predicate<String> none = name -> false;
            Object alone = bare.loadClass(MavenResolver.class.getName())
                    .getConstructor(Predicate.class)
                    .newInstance(none);
            assertThat(alone.getClass()).isNotSameAs(MavenResolver.class);
        }
    }

    @Test
    void aTemporaryPomLeavesNothingBehind() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        central.add("org.x:a:1");
        List<Path> before = poms(temporary);
        maven.loadPomText(TinyRepository.dependency("org.x:a:1"), List.of(), progress -> {});
        assertThat(poms(temporary)).isEqualTo(before);
    }

    private static List<Path> poms(Path temporary) throws IOException {
        try (var files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("pom"))
                    .sorted()
                    .toList();
        }
    }
}
