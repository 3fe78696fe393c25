// What the built pages leave out of Svelte's own code, because a slow phone pays for it in time: work that no page of ours has.
// Each cut names a file inside Svelte and fails the build when a newer Svelte has moved or changed it.
import type { Plugin } from 'vite';

interface Cut {
  file: string;
  /** The file as it is to be; undefined when it is not as expected. */
  cut(code: string): string | undefined;
}

const instead = (known: string, code: string) => (found: string) => (found.includes(known) ? code : undefined);

/** No page is made on a server, so nothing ever has to be taken over from one. */
const without_hydration: Cut = {
  file: 'dom/hydration.js',
  cut: instead(
    'export let hydrating = false',
    `export const hydrating = false;
     export const hydrate_node = null;
     /* @__NO_SIDE_EFFECTS__ */ export function set_hydrating() {}
     /* @__NO_SIDE_EFFECTS__ */ export function set_hydrate_node() {}
     /* @__NO_SIDE_EFFECTS__ */ export function hydrate_next() {}
     /* @__NO_SIDE_EFFECTS__ */ export function reset() {}
     /* @__NO_SIDE_EFFECTS__ */ export function hydrate_template() {}
     /* @__NO_SIDE_EFFECTS__ */ export function next() {}
     /* @__NO_SIDE_EFFECTS__ */ export function skip_nodes() {}
     /* @__NO_SIDE_EFFECTS__ */ export function read_hydration_instruction() {}`,
  ),
};

/** Written for ES2020, a private name becomes a WeakMap and a call each time it is read; as a plain name it is only a name. */
const plain_names = (file: string): Cut => ({
  file,
  cut: (code) => (/this\.#\w/.test(code) ? code.replace(/(?<=^\t+|\.)#(?=[a-z])/gm, '$') : undefined),
});

/** No page waits inside its markup: every expression is at hand when it is asked for. */
const without_waiting: Cut = {
  file: 'reactivity/async.js',
  cut: instead(
    'export function flatten(blockers, sync, async, fn)',
    `import { derived } from './deriveds.js';
     export function flatten(blockers, sync, async, fn) {
       if (blockers.length || async.length) throw new Error('this page was built without waiting in markup');
       fn(sync.map(derived));
     }
     const none = () => {};
     export { none as capture, none as increment_pending, none as run_after_blockers, none as unset_context };
     export { none as save, none as unsave, none as track_reactivity_loss, none as for_await_track_reactivity_loss, none as run, none as wait };`,
  ),
};

/** Svelte mounts a page inside a boundary that may show something else instead; ours never do. */
const without_boundary: Cut = {
  file: 'dom/blocks/boundary.js',
  cut: instead(
    'export class Boundary',
    `import { BOUNDARY_EFFECT, EFFECT_PRESERVED, EFFECT_TRANSPARENT } from '#client/constants';
     import { block, branch } from '../../reactivity/effects.js';
     import { active_effect } from '../../runtime.js';
     const whole = { is_rendered: () => true, update_pending_count() {}, error(error) { throw error; } };
     export function boundary(node, props, children) {
       if (props.failed || props.onerror) throw new Error('this page was built without boundaries');
       block(() => branch(() => {
         active_effect.b = whole;
         active_effect.f |= BOUNDARY_EFFECT;
         children(node);
       }), EFFECT_TRANSPARENT | EFFECT_PRESERVED);
     }
     export const pending = () => 0;`,
  ),
};

/** No page binds the size of an element. */
const without_sizes: Cut = {
  file: 'dom/elements/bindings/size.js',
  cut: instead('class ResizeObserverSingleton', 'export const bind_resize_observer = undefined, bind_element_size = undefined;'),
};

/** A page that keeps only whole values in its state has no use for proxies of their parts. */
const without_deep_state: Cut = {
  file: 'proxy.js',
  cut: instead('export function proxy(', 'export const proxy = (value) => value; export const get_proxied_value = proxy; export const is = Object.is;'),
};

const everywhere = [without_hydration, without_waiting, without_boundary, without_sizes, ...['reactivity/batch.js', 'dom/blocks/branches.js'].map(plain_names)];

export function lean_svelte({ deep_state }: { deep_state: boolean }): Plugin {
  const cuts = deep_state ? everywhere : [...everywhere, without_deep_state];
  const done = new Set<Cut>();
  return {
    name: 'lean-svelte',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      const cut = cuts.find(({ file }) => id.split('?')[0]?.endsWith(`svelte/src/internal/client/${file}`));
      const lean = cut?.cut(code);
      if (!cut || lean === undefined) return;
      done.add(cut);
      return { code: lean, map: null };
    },
    buildEnd(error) {
      const missed = cuts.filter((cut) => !done.has(cut)).map(({ file }) => file);
      if (!error && missed.length) throw new Error(`Svelte changed ${missed.join(', ')}; scripts/lean_svelte.ts has to follow.`);
    },
  };
}
