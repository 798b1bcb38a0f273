/** The statics that IJava's notebooks call, under the same names. */
@org.jspecify.annotations.NullMarked
package io.github.spencerpark.ijava.runtime;
