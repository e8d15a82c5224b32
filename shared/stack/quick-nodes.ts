/**
 * Nodes as the `yaml` package makes them, but cheap to make. Its own constructors define a hidden property on every
 * node, which takes longer than reading the node's text; here a kind of node has it once, on what they inherit from.
 */
import { Alias, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Node } from "yaml";

export type NodeRange = [number, number, number];

export class QuickScalar {
  anchor: string | undefined = undefined;
  readonly value: string;
  readonly type: Scalar.Type;
  readonly range: NodeRange;

  constructor(value: string, type: Scalar.Type, start: number, end: number) {
    this.value = value;
    this.type = type;
    this.range = [start, end, end];
  }
}

export class QuickAlias {
  readonly source: string;
  readonly range: NodeRange;

  constructor(source: string, start: number, end: number) {
    this.source = source;
    this.range = [start, end, end];
  }
}

export interface QuickPair {
  key: QuickScalar;
  value: QuickNode;
}

export class QuickMap {
  anchor: string | undefined = undefined;
  readonly items: QuickPair[] = [];
  readonly flow: true | undefined;
  readonly range: NodeRange;

  constructor(flow: true | undefined, start: number) {
    this.flow = flow;
    this.range = [start, start, start];
  }
}

export class QuickSeq {
  anchor: string | undefined = undefined;
  readonly items: QuickNode[] = [];
  readonly flow: true | undefined;
  readonly range: NodeRange;

  constructor(flow: true | undefined, start: number) {
    this.flow = flow;
    this.range = [start, start, start];
  }
}

export type QuickNode = QuickScalar | QuickAlias | QuickMap | QuickSeq;

Object.setPrototypeOf(QuickScalar.prototype, new Scalar(null));
Object.setPrototypeOf(QuickAlias.prototype, new Alias(""));
Object.setPrototypeOf(QuickMap.prototype, new YAMLMap());
Object.setPrototypeOf(QuickSeq.prototype, new YAMLSeq());

/** To the package's functions they are its own. */
export function asYamlNode(node: QuickNode): Node {
  return node as unknown as Node;
}
