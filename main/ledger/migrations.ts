import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { chainAll } from './chain/chain-rows.ts';

/** SQL, or what SQL cannot say; runs inside the step's transaction. */
export type Migration = string | ((db: DatabaseSyncInstance) => void);

/**
 * The journal's shape, step by step. A journal is only ever moved forward: an entry, once released, is never edited, and
 * a file with more steps than this list is refused. `PRAGMA user_version` counts the steps taken.
 */
export const MIGRATIONS: readonly Migration[] = [
  // 1: what happened (events, append-only) and where each order stands after it (orders), always written together.
  `
  CREATE TABLE events (
    seq      INTEGER PRIMARY KEY,
    order_id TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    event    TEXT    NOT NULL,
    UNIQUE (order_id, version)
  ) STRICT;
  CREATE TRIGGER events_are_final BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
  CREATE TRIGGER events_are_kept BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

  CREATE TABLE orders (
    seq     INTEGER PRIMARY KEY,
    id      TEXT    NOT NULL UNIQUE,
    insured TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    open    INTEGER NOT NULL,
    record  TEXT    NOT NULL
  ) STRICT;
  -- The boot reads through this one only: it holds open orders, however long the history.
  CREATE INDEX orders_open ON orders (seq) WHERE open = 1;
  CREATE INDEX orders_insured ON orders (insured, seq);

  CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  `,
  // 2: every event carries the hash of the one before it; those that are there already are chained in their order.
  (db) => {
    db.exec(`
      ALTER TABLE events ADD COLUMN prev TEXT NOT NULL DEFAULT '';
      DROP TRIGGER events_are_final;
    `);
    chainAll(db);
    db.exec(`
      CREATE TRIGGER events_are_final BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    `);
  },
  // 3: what reconciling each day of each channel has come to, and how to find the orders of a day.
  `
  CREATE TABLE reconciled (
    day      TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    match    TEXT    NOT NULL,
    PRIMARY KEY (day, channel)
  ) STRICT;
  CREATE INDEX events_opened ON events (at) WHERE version = 1;
  `,
  // 4: how to find the refunds of a day.
  `
  CREATE INDEX events_refunded ON events (at) WHERE instr(event, '"REFUND_ANSWERED"') > 0;
  `,
];

/** 'SBKJ': tells a journal from any other SQLite file. */
export const APPLICATION_ID = 0x53424b4a;
