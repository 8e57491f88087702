/**
 * The proof that a kiosk with real devices cannot load an emulator: the module graph of the main process is written
 * beside the build, and the build fails when an emulator can be reached by any way other than the demo rig.
 */

/**
 * Ids are paths inside the checkout with forward slashes, or bare names of packages.
 *
 * @typedef {{ imports: string[], dynamicImports: string[] }} Edges
 * @typedef {Edges & { isEntry: boolean, modules: string[] }} Chunk
 * @typedef {{ chunks: Record<string, Chunk>, modules: Record<string, Edges> }} ModuleGraph
 */

export const MAIN_ENTRY = 'main/index.ts';
/** The only module that may lead to an emulator (architecture: a rig is chosen once, never mixed). */
export const DEMO_RIG = 'main/rig/demo.ts';
export const REAL_RIG = 'main/rig/real.ts';

/** @param {string} id */
function isEmulator(id) {
  return /(^|\/)emulator\//.test(id);
}

/**
 * @param {readonly string[]} start
 * @param {(id: string) => readonly string[]} next
 * @returns {Map<string, string | undefined>} every id reached → the id it was first reached from
 */
function reach(start, next) {
  /** @type {Map<string, string | undefined>} */
  const seen = new Map(start.map((id) => [id, undefined]));
  const queue = [...start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const to of next(id)) {
      if (seen.has(to)) continue;
      seen.set(to, id);
      queue.push(to);
    }
  }
  return seen;
}

/** @param {Map<string, string | undefined>} seen @param {string} id */
function way(seen, id) {
  /** @type {string[]} */
  const steps = [];
  for (let at = /** @type {string | undefined} */ (id); at !== undefined; at = seen.get(at))
    steps.unshift(at);
  return steps.join(' → ');
}

/**
 * Every way by which an emulator could be loaded without the demo rig being chosen.
 *
 * 1. By modules, static and dynamic: from the entry with the demo rig cut out, and from the real rig with nothing cut.
 * 2. By chunks: what is loaded together with the entry, or with the real rig, may hold no emulator either, whatever
 *    the bundler decided to put side by side.
 *
 * @param {ModuleGraph} graph
 * @returns {string[]} one line per leak, empty when there is none
 */
export function emulatorLeaks(graph) {
  /** @type {string[]} */
  const leaks = [];
  const edges = (/** @type {string} */ id) => {
    const module = graph.modules[id];
    return module === undefined ? [] : [...module.imports, ...module.dynamicImports];
  };
  const fromEntry = reach([MAIN_ENTRY], (id) => (id === DEMO_RIG ? [] : edges(id)));
  const fromRealRig = reach(REAL_RIG in graph.modules ? [REAL_RIG] : [], edges);
  for (const seen of [fromEntry, fromRealRig]) {
    for (const id of seen.keys()) if (isEmulator(id)) leaks.push(way(seen, id));
  }
  const loadedAtStart = Object.entries(graph.chunks).filter(
    ([, chunk]) => chunk.isEntry || chunk.modules.includes(REAL_RIG),
  );
  const together = reach(
    loadedAtStart.map(([name]) => name),
    (name) => graph.chunks[name]?.imports ?? [],
  );
  for (const name of together.keys()) {
    for (const id of graph.chunks[name]?.modules ?? []) {
      if (isEmulator(id))
        leaks.push(`${id} is in ${way(together, name)}, which is loaded without the demo rig`);
    }
  }
  return [...new Set(leaks)];
}
