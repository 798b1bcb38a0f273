/** The class of IJava that notebooks import, under the same name. */
@org.jspecify.annotations.NullMarked
package io.github.spencerpark.ijava;
