import { describe, expect, it } from 'vitest';
import { LOOKS } from './testing/looks.ts';
import { renderKiosk } from './testing/render.tsx';
import { attract, bills, snapshot } from './testing/snapshots.ts';

/** Words that mean something to us and nothing to a resident. */
const FORBIDDEN = /错误|超时|服务器|系统|异常|null|undefined|NaN|\{|\}/;

describe.each(Object.entries(LOOKS))('%s', (_name, look) => {
  it('is one screen, the one that main named', () => {
    renderKiosk(look);
    const screens = document.querySelectorAll<HTMLElement>('[data-screen]');
    expect([...screens].map(({ dataset }) => dataset.screen)).toEqual([look.screen.name]);
  });

  it('has an action and a name on every control', () => {
    for (const control of renderKiosk(look).controls()) {
      expect(control.dataset.action).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(control.getAttribute('aria-label') ?? control.textContent).toMatch(/\S/);
    }
  });

  it('has at most one main action', () => {
    const { controls } = renderKiosk(look);
    const stage = controls().filter((control) => control.closest('[data-screen]') !== null);
    expect(stage.filter(({ classList }) => classList.contains('button--main')).length).toBeLessThanOrEqual(1);
  });

  it('speaks to people, in whole sentences of ours', () => {
    const { text } = renderKiosk(look);
    expect(text()).not.toMatch(FORBIDDEN);
  });

  it('says on a demo rig that it is one, and only there', () => {
    const kiosk = renderKiosk({ ...look, rig: 'demo' });
    expect(document.querySelector('[data-screen]')?.textContent).toContain('不会真实扣款');
    kiosk.show({ ...look, rig: 'real', seq: look.seq + 1 });
    expect(document.querySelector('.screen__demo')).toBeNull();
  });
});

describe('the glass', () => {
  it('takes size, theme, type and language from main', () => {
    const look = snapshot(attract, {
      settings: { locale: 'zh-Hans', elder: true, theme: 'high-contrast' },
    });
    renderKiosk(look);
    const { dataset, lang, style } = document.documentElement;
    expect({ theme: dataset.theme, elder: dataset.elder, lang }).toEqual({
      theme: 'high-contrast',
      elder: 'on',
      lang: 'zh-Hans',
    });
    expect(style.getPropertyValue('--mm')).toMatch(/px$/);
  });

  it('lays the idle warning over the screen, which cannot be touched meanwhile', () => {
    const kiosk = renderKiosk(snapshot(bills, { idle: { secondsLeft: 18 } }));
    expect(document.querySelector('.stage')?.hasAttribute('inert')).toBe(true);
    expect(kiosk.field('countdown')?.dataset.value).toBe('18');
    expect(kiosk.text()).toContain('钱还没付');
    kiosk.control('more-time').click();
    expect(kiosk.intents).toEqual([{ type: 'more-time' }]);

    kiosk.show(snapshot(bills, { idle: null, seq: 2 }));
    expect(document.querySelector('.stage')?.hasAttribute('inert')).toBe(false);
  });

  it('says nothing of unpaid money in a warning on a screen that may follow a payment', () => {
    const look = LOOKS.home;
    if (look === undefined) throw new Error('no home look');
    const kiosk = renderKiosk({ ...look, idle: { secondsLeft: 9 } });
    expect(kiosk.text()).toContain('您还在吗');
    expect(kiosk.text()).not.toContain('钱还没付，退出');
  });
});
