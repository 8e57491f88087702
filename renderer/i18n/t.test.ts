import { describe, expect, it } from 'vitest';
import messages from '../../assets/locales/zh-Hans.json';
import { formatDate, formatDay, formatSeconds } from './date.ts';
import { t } from './t.ts';

describe('messages', () => {
  it('fill in what they are given', () => {
    expect(t('steps.text', { step: 2, count: 5 })).toBe('第2步 共5步');
  });

  it('leave a hole visible that nothing was given for', () => {
    expect(t('steps.text', { step: 2 })).toBe('第2步 共{count}步');
  });

  it.each(Object.entries(messages))('%s is written for people: %s', (key, text) => {
    expect(text).not.toBe('');
    // Full-width punctuation between Chinese characters, and no word of ours.
    expect(text).not.toMatch(/[一-鿿][,.:;?!]|错误|超时|服务器/);
    if (/^trouble\.[A-Z_]+\.now$/.test(key)) expect(text).toMatch(/。$/);
  });
});

describe('dates and times for people', () => {
  it('says the day as people do, and leaves alone what it does not know', () => {
    expect(formatDay('2026-12-05')).toBe('12月5日');
    expect(formatDay('2026-12-05T00:00:00+08:00')).toBe('12月5日');
    expect(formatDay('年底')).toBe('年底');
  });

  it('names the year of a day that may be in another one', () => {
    expect(formatDate('2027-05-02')).toBe('2027年5月2日');
    expect(formatDate('年底')).toBe('年底');
  });

  it('counts down in minutes and seconds', () => {
    expect(formatSeconds(222)).toBe('3分42秒');
    expect(formatSeconds(60)).toBe('1分0秒');
    expect(formatSeconds(9)).toBe('9秒');
  });
});
