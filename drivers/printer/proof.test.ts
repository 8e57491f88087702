import { describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
import type { Reply } from './escpos/replies.ts';
import { type Heard, ProofDesk, type Ticket } from './proof.ts';

const inOrder: Reply = { kind: 'in-order', status: 0 };
const echo = (bytes: Uint8Array): Reply => ({ kind: 'process-id', id: bytes.slice(-4) });

/** What a ticket hears, in order. */
function heardBy(ticket: Ticket): readonly Heard[] {
  const all: Heard[] = [];
  ticket.heard.subscribe((heard) => all.push(heard));
  return all;
}

describe('ProofDesk', () => {
  it('hands out process ids of four printable characters, no two alike', () => {
    const desk = new ProofDesk('process-id', Date.parse('2026-11-24T01:00:00Z'));
    const tickets = Array.from({ length: 200 }, () => desk.open());
    expect(new Set(tickets.map(({ bytes }) => toHex(bytes))).size).toBe(200);
    for (const { bytes } of tickets) {
      expect(toHex(bytes.subarray(0, 7))).toBe('1D284806003030');
      for (const byte of bytes.subarray(7)) expect(byte >= 0x20 && byte <= 0x7e).toBe(true);
    }
  });

  it('takes only the echo of its own id', () => {
    const desk = new ProofDesk('process-id', 0);
    desk.hear(inOrder);
    const first = desk.open();
    const second = desk.open();
    const heard = heardBy(second);
    desk.hear(echo(first.bytes));
    desk.hear(inOrder);
    expect(heard).toEqual([]);
    desk.hear(echo(second.bytes));
    expect(heard).toEqual(['all']);
    second.withdraw();
    expect(desk.settleForSome()).toBe(false);
  });

  it('counts the in-order answers that failed jobs still owe', () => {
    const desk = new ProofDesk('gs-r', 0);
    expect(toHex(desk.open().bytes)).toBe('1D7201');
    const heard = heardBy(desk.open());
    desk.hear({ kind: 'cleared' });
    expect(heard).toEqual([]);
    desk.hear(inOrder);
    desk.hear(inOrder);
    expect(heard).toEqual(['part', 'all']);
  });

  it('counts an answer that comes between two jobs', () => {
    const desk = new ProofDesk('gs-r', 0);
    desk.open();
    desk.hear(inOrder);
    desk.hear(inOrder);
    const heard = heardBy(desk.open());
    desk.hear(inOrder);
    expect(heard).toEqual(['all']);
  });

  it('does not wait for the answer to a ticket that was never sent', () => {
    const desk = new ProofDesk('gs-r', 0);
    desk.open().withdraw();
    const heard = heardBy(desk.open());
    desk.hear(inOrder);
    expect(heard).toEqual(['all']);
  });

  it('settles for one answer of several when the time has passed, and forgets the lost ones', () => {
    const desk = new ProofDesk('gs-r', 0);
    desk.open();
    desk.open();
    expect(desk.settleForSome()).toBe(false);
    desk.hear(inOrder);
    expect(desk.settleForSome()).toBe(true);
    const heard = heardBy(desk.open());
    desk.hear(inOrder);
    expect(heard).toEqual(['all']);
  });

  it('proves nothing where the printer proves nothing', () => {
    const desk = new ProofDesk('none', 0);
    const ticket = desk.open();
    const heard = heardBy(ticket);
    desk.hear(inOrder);
    ticket.withdraw();
    expect(ticket.bytes).toHaveLength(0);
    expect(heard).toEqual([]);
  });
});
