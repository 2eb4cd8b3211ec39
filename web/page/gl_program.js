// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The context and programs of WebGL 2.

/// A context, or null where the browser has no WebGL 2.
export function openWebGl(canvas) {
  // Where processors draw, four samples a pixel cost four times as much.
  const antialias = !drawnBySoftware();
  return canvas.getContext("webgl2", {alpha: true, antialias, depth: true, powerPreference: "high-performance"});
}

let software = null;

/// Whether processors draw, as far as the browser says it.
export function drawnBySoftware() {
  software ??= /swiftshader|llvmpipe|software/i.test(rendererName());
  return software;
}

function rendererName() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return "";
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return String(name);
}

/// A linked program with the places of its uniforms by name.
export class GlProgram {
  constructor(gl, vertexSource, fragmentSource) {
    this.gl = gl;
    this.program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertexSource], [gl.FRAGMENT_SHADER, fragmentSource]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, "#version 300 es\n" + source);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
        throw new Error("a shader does not compile: " + gl.getShaderInfoLog(shader));
      }
      gl.attachShader(this.program, shader);
    }
    gl.linkProgram(this.program);
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error("a program of shaders does not link: " + gl.getProgramInfoLog(this.program));
    }
    this.places = new Map();
  }

  use() {
    this.gl.useProgram(this.program);
  }

  uniform(name) {
    if (!this.places.has(name)) this.places.set(name, this.gl.getUniformLocation(this.program, name));
    return this.places.get(name);
  }

  attribute(name) {
    return this.gl.getAttribLocation(this.program, name);
  }
}

/// A buffer with these bytes.
export function makeBuffer(gl, target, data, usage = gl.STATIC_DRAW) {
  const buffer = gl.createBuffer();
  gl.bindBuffer(target, buffer);
  gl.bufferData(target, data, usage);
  return buffer;
}
