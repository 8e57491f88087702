import { describe, expect, it } from 'vitest';
import { tapped } from './tapped.ts';

class Port {
  readonly id = 'port';
  #calls = 0;

  ask(question: string): Promise<string> {
    this.#calls += 1;
    return question === 'bug' ? Promise.reject(new Error('bug')) : Promise.resolve(`${question}!`);
  }

  other(): Promise<number> {
    return Promise.resolve(this.#calls);
  }

  count(): number {
    return this.#calls;
  }
}

describe('a tapped port', () => {
  it('answers as before, private state included, and the tap hears', async () => {
    const heard: string[] = [];
    const port = tapped(new Port(), { ask: (answer) => heard.push(answer) });
    expect(await port.ask('a')).toBe('a!');
    expect(await port.other()).toBe(1);
    expect([port.id, port.count()]).toEqual(['port', 1]);
    expect(heard).toEqual(['a!']);
  });

  it('leaves a rejection to its caller', async () => {
    const heard: string[] = [];
    const port = tapped(new Port(), { ask: (answer) => heard.push(answer) });
    await expect(port.ask('bug')).rejects.toThrow('bug');
    expect(heard).toEqual([]);
  });
});
