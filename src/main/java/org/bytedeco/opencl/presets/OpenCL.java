package org.bytedeco.opencl.presets;

/**
 * A name that the preset of oneDNN inherits from, and nothing more: with the class of that name from JavaCPP's OpenCL preset it would
 * look for a library that only machines with a graphics card have.
 */
public class OpenCL {}
