/** One class under the name by which Deeplearning4j looks for it. */
@org.jspecify.annotations.NullMarked
package org.nd4j.nativeblas;
