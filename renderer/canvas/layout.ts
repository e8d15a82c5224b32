import { graphlib, layout } from "@dagrejs/dagre";
import { CARD, cardAt, intersects, type Point } from "./geometry.ts";
import type { CanvasModel } from "./model.ts";

export type Positions = Readonly<Record<string, Point>>;

const BETWEEN_RANKS = 116;
const BETWEEN_CARDS = 60;
const COLUMNS = 4;

/** A place for every service: the ones given, and around them an automatic one from left to right along the edges. */
export function layoutCanvas(model: CanvasModel, given: Positions): Positions {
  if (model.services.every((name) => given[name] !== undefined)) return given;
  const automatic = { ...ranked(model), ...grid(model) };
  const shift = gridTop(automatic, model);
  const placed: Record<string, Point> = {};
  for (const name of model.services) {
    const point = given[name];
    if (point !== undefined) placed[name] = point;
  }
  for (const name of model.services) {
    const point = automatic[name];
    if (placed[name] !== undefined || point === undefined) continue;
    const below = isLinked(model, name) ? 0 : shift;
    placed[name] = freePlace({ x: point.x, y: point.y + below }, Object.values(placed));
  }
  return placed;
}

function isLinked(model: CanvasModel, name: string): boolean {
  return model.edges.some((edge) => edge.from === name || edge.to === name);
}

function ranked(model: CanvasModel): Record<string, Point> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", ranksep: BETWEEN_RANKS, nodesep: BETWEEN_CARDS });
  graph.setDefaultEdgeLabel(() => ({}));
  const linked = model.services.filter((name) => isLinked(model, name));
  for (const name of linked) graph.setNode(name, { ...CARD });
  for (const edge of model.edges) graph.setEdge(edge.from, edge.to);
  layout(graph);
  return Object.fromEntries(
    linked.map((name) => {
      const { x = 0, y = 0 } = graph.node(name) as Partial<Point>;
      return [name, { x: Math.round(x - CARD.width / 2), y: Math.round(y - CARD.height / 2) }];
    }),
  );
}

/** Services without a link, row by row: one long column would not fit any window. */
function grid(model: CanvasModel): Record<string, Point> {
  const lone = model.services.filter((name) => !isLinked(model, name));
  return Object.fromEntries(
    lone.map((name, index) => {
      const x = (index % COLUMNS) * (CARD.width + BETWEEN_CARDS);
      return [name, { x, y: Math.floor(index / COLUMNS) * (CARD.height + BETWEEN_CARDS) }];
    }),
  );
}

function gridTop(automatic: Record<string, Point>, model: CanvasModel): number {
  const bottoms = model.services
    .filter((name) => isLinked(model, name))
    .map((name) => (automatic[name]?.y ?? 0) + CARD.height + BETWEEN_CARDS);
  return Math.max(0, ...bottoms);
}

function freePlace(wish: Point, taken: readonly Point[]): Point {
  let place = wish;
  for (let tries = 0; tries < taken.length + 1; tries += 1) {
    const hit = taken.find((point) => intersects(cardAt(point), cardAt(place), 12));
    if (hit === undefined) return place;
    place = { x: place.x, y: hit.y + CARD.height + BETWEEN_CARDS };
  }
  return place;
}
