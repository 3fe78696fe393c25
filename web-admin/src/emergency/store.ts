// The few things a phone keeps: its key, who it belongs to, the trigger under way, the page as it last was. IndexedDB,
// because only there a key can lie that no script can read out.

function request<Value>(work: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    work.onsuccess = () => resolve(work.result);
    work.onerror = () => reject(work.error);
  });
}

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open('village-phone', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
  return request(opening);
}

async function within<Value>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
  const database = await open();
  try {
    return await request(work(database.transaction('kept', mode).objectStore('kept')));
  } finally {
    database.close();
  }
}

export const phone_store = {
  /** Nothing also where the browser refuses to look: the page works without what it kept. */
  get: <Value>(name: string): Promise<Value | undefined> => within('readonly', (store) => store.get(name)).catch(() => undefined),
  set: (name: string, value: unknown): Promise<unknown> => within('readwrite', (store) => store.put(value, name)),
  remove: (name: string): Promise<unknown> => within('readwrite', (store) => store.delete(name)),
};
