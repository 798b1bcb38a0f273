/** Stands in for a library that we do without. */
@org.jspecify.annotations.NullMarked
package org.bytedeco.opencl.presets;
