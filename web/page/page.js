// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The page of `isogs web`: what the server says goes into a RunRecord, and from there to the scene and the panels.
import {Connection} from "./connection.js";
import {Curves} from "./curves.js";
import {MESH_CELL, PICTURE, SPLAT_PAGE, parseMessage} from "./messages.js";
import {LogPanel, Notice} from "./text_panels.js";
import {PicturePanel} from "./picture_panel.js";
import {Playback} from "./playback.js";
import {RunRecord} from "./run_record.js";
import {Scene} from "./scene.js";
import {StatusPanel} from "./status_panel.js";
import {Toolbar, listenToKeys} from "./toolbar.js";
import {distance} from "./texts.js";

const PANELS_EVERY_MS = 200;

const byId = (id) => document.getElementById(id);
const record = new RunRecord();
const notice = new Notice();
const statusPanel = new StatusPanel();
const logPanel = new LogPanel();
const pictures = new PicturePanel();
const curves = new Curves(byId("curves"), record);
const scene = openScene();
const toolbar = scene && new Toolbar(scene,
  {wantsChanged: sayWants, hint: (text) => notice.hint(text), name: () => record.run.name});
const connection = new Connection({message: takeText, binary: takeBinary, open: connected, lost: connectionLost});
const playback = new Playback((frame) => connection.send({type: "seek", frame}));
const counts = {cells: 0, meshes: 0, pages: 0, pictures: 0};
let countedMesh = null;
let due = null;

listenToKeys(toolbar, (by) => playback.step(by));
byId("help").onclick = () => byId("keys").showModal();
byId("log_panel").ontoggle = () => logPanel.show(record.log);
document.addEventListener("visibilitychange", sayWants);

function openScene() {
  try {
    return new Scene(byId("scene"), byId("labels"), record, {changed: sceneChanged, measured, contextLost});
  } catch (error) {
    console.info("no scene: " + error.message);
    byId("tools").hidden = byId("scene").hidden = true;
    notice.show("This browser shows no WebGL 2",
      "The scene cannot be drawn; figures, curves, pictures and the log can. "
      + "A newer browser, or one with graphics acceleration turned on, shows all.");
    return null;
  }
}

function connected() {
  notice.hint("");
  sayWants();
}

function connectionLost(seconds, wasOpen) {
  statusPanel.showState("connecting", wasOpen ? "no connection" : "connecting");
  const what = wasOpen ? "Connection lost" : "The server does not answer";
  notice.hint(what + ", trying again" + (seconds >= 1 ? " in " + seconds + " s" : ""), "bad");
  playback.setPlaying(false);
}

/// What is on show, for nothing else is sent.
function sayWants() {
  const visible = !document.hidden;
  connection.send({type: "want", picture: visible, splats: visible && !!scene?.splats.shown,
    mesh: visible && !!scene && (scene.mesh.shown || scene.measure.active)});
}

function takeText(message) {
  const takers = {
    hello: begin, status: takeStatus, frames: () => record.takeFrames(message), path: () => record.takePath(message),
    log: () => record.takeLog(message), epoch: () => (message.kind === "mesh" ? scene?.mesh.clear() : scene?.splats.clear()),
    over: () => { record.over = true; }, error: () => notice.hint(message.text, "bad"),
  };
  takers[message.type]?.(message);
  panelsDue();
}

function begin(hello) {
  record.begin(hello);
  byId("configuration").textContent = hello.run.config_text;
  byId("pictures_title").textContent = hello.run.live ? "Newest keyframe" : "Picture";
  pictures.clear();
  scene?.begin();
  if (hello.run.live) playback.hide();
}

function takeStatus(status) {
  record.status = status;
  if (!record.run.live && status.frames_total) playback.show(status.frames_total, status.frame);
  scene?.showCamera();
}

function takeBinary(buffer) {
  const message = parseMessage(buffer);
  if (message.kind === MESH_CELL) {
    countCell();
    scene?.takeCell(message);
  } else if (message.kind === SPLAT_PAGE) {
    ++counts.pages;
    scene?.splats.takePage(buffer);
  } else if (message.kind === PICTURE) {
    ++counts.pictures;
    pictures.show(message);
  }
  connection.send({type: "ack", sequence: message.sequence});
}

function countCell() {
  ++counts.cells;
  if (record.status && record.status.mesh_frame !== countedMesh) ++counts.meshes;
  countedMesh = record.status?.mesh_frame;
}

function sceneChanged() {
  toolbar?.update();
  panelsDue();
}

function measured(point) {
  const metres = scene.measure.distanceM;
  notice.hint(!point ? "There is no mesh at this point." : metres === null ? "Click the second point." : distance(metres));
}

function contextLost() {
  notice.hint("The graphics card was taken away; the scene comes back when it does.", "bad");
}

/// Panels are drawn a few times a second, however much comes.
function panelsDue() {
  due ??= setTimeout(() => {
    due = null;
    if (connection.isOpen) statusPanel.show(record);
    curves.draw();
    byId("bands").hidden = !record.columns.state?.some((state) => state > 0);
    logPanel.show(record.log);
    if (!scene) return;
    scene.showPath();
    notice.showEmpty(record, scene);
  }, PANELS_EVERY_MS);
}

/// For tests: how things stand.
Object.defineProperty(window, "isogs", {value: Object.freeze({
  get state() { return byId("state").textContent; },
  get connected() { return connection.isOpen; },
  get frame() { return record.status?.frame ?? -1; },
  get triangles() { return scene?.mesh.triangles ?? 0; },
  get meshTriangles() { return record.status?.mesh_triangles ?? 0; },
  get splats() { return scene?.splats.splats ?? 0; },
  get splatsDrawn() { return scene?.splats.count ?? 0; },
  get firstMeshMs() { return scene?.firstMeshMs ?? null; },
  get distanceM() { return scene?.measure.distanceM ?? null; },
  get pictures() { return scene?.viewport.frames ?? 0; },
  get counts() { return {...counts}; },
  get frames() { return record.columns.frame.length; },
  get camera() { return scene ? {eye: scene.viewport.camera.eye(), centre: [...scene.viewport.camera.centre]} : null; },
})});
