import { visitMachine } from './machine.ts';

type Node = (typeof visitMachine)['root'];
type Transition = NonNullable<ReturnType<Node['transitions']['get']>>[number];

/**
 * The visit as a Mermaid `stateDiagram-v2`, drawn from the machine itself: states in states, and every way from one to
 * another with the event that takes it. Answers that stay are left out, and so is what starts a screen over.
 */
export function statechartMermaid(): string {
  const { root } = visitMachine;
  const lines = ['stateDiagram-v2', ...body(root, 1), ...arrows(root)];
  return `${lines.join('\n')}\n`;
}

function body(node: Node, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  /* v8 ignore next -- every compound state of this machine names the one that it begins with */
  const [start] = node.initial.target ?? [];
  const inner = Object.values(node.states).flatMap((child) => state(child, depth));
  /* v8 ignore next -- as above */
  return [...(start === undefined ? [] : [`${indent}[*] --> ${id(start)}`]), ...inner];
}

function state(node: Node, depth: number): readonly string[] {
  if (node.type === 'history') return [];
  const indent = '  '.repeat(depth);
  const name = `${indent}state "${node.key}" as ${id(node)}`;
  return Object.keys(node.states).length === 0
    ? [name]
    : [`${name} {`, ...body(node, depth + 1), `${indent}}`];
}

/** One line for each pair of states; all events that lead from one to the other stand on it. */
function arrows(root: Node): readonly string[] {
  const labels = new Map<string, Set<string>>();
  for (const node of descendants(root)) {
    for (const { eventType, target } of transitionsOf(node)) {
      for (const to of target ?? []) {
        if (to === node) continue;
        const arrow = `  ${id(node)} --> ${id(resting(to))}`;
        const label = labelOf(eventType);
        labels.set(arrow, (labels.get(arrow) ?? new Set()).add(label));
      }
    }
  }
  return [...labels].map(([arrow, events]) => {
    const words = [...events].filter((event) => event !== '');
    return words.length === 0 ? arrow : `${arrow} : ${words.join(', ')}`;
  });
}

function descendants(node: Node): readonly Node[] {
  return Object.values(node.states).flatMap((child) => [child, ...descendants(child)]);
}

function transitionsOf(node: Node): readonly Transition[] {
  return [...(node.always ?? []), ...[...node.transitions.values()].flat()];
}

/** A memory is drawn as the state whose memory it is. */
function resting(node: Node): Node {
  return node.type === 'history' && node.parent !== undefined ? node.parent : node;
}

/** XState's own events in the words of this machine: what an actor answered, that time has passed, nothing at all. */
function labelOf(eventType: string): string {
  const [owner, kind, name] = eventType.split('.');
  if (owner !== 'xstate') return eventType;
  if (kind === 'after') return `after ${name}`;
  return kind === 'error' ? 'bug' : 'answer';
}

function id(node: Node): string {
  return node.path.join('_').replaceAll('-', '_');
}
