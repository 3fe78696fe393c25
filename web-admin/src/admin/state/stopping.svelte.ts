// DỪNG from any page: one press, no question, tried until the server answers; what happened is said aloud.
import { refusal_of } from '../../api/refusal';
import { api, value_of } from '../../api/client';
import type { Broadcast } from '../../api/types';
import { persist } from '../../emergency/persist';
import { words } from '../../words/admin';
import { why } from '../../words/shared';
import { say } from './saying.svelte';
import { village } from './commune.svelte';

class Stopping {
  under_way = $state<Record<string, boolean>>({});

  async stop(broadcast: Broadcast): Promise<void> {
    this.under_way[broadcast.id] = true;
    try {
      const told = await persist(() => value_of(api.POST('/stop', { body: { broadcast: broadcast.id } })), {
        sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
        failed: () => say(words.stop_failed, 'alarm'),
      });
      const unheard = told.nodes.length > 0 && told.in_contact.length === 0;
      if (unheard) say(words.stop_unheard(broadcast.title), 'alarm');
      else say(words.stopped_note(broadcast.title));
      await village.fetch_cast(broadcast.id).catch(() => undefined);
    } catch (error) {
      say(why(refusal_of(error)), 'alarm');
    } finally {
      this.under_way[broadcast.id] = false;
    }
  }
}

export const stopping = new Stopping();
