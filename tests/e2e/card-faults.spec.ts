import { expect } from '@playwright/test';
import { LI, Resident, WANG } from './support/resident.ts';
import { test } from './support/world.ts';

/** Cards that do not help, as their holders meet them. What each looks like in all sizes: renderer/testing/looks.ts. */

test('cards that cannot be read: each with its picture, tries counted, the phone first after the second', async ({
  world,
}) => {
  const { glass, bench } = world;
  const picture = glass.page.locator('.identify__drawing svg');
  const looks: string[] = [];
  for (const [card, code, triesLeft] of [
    ['mute', 'CARD_MUTE', '2'],
    ['bank', 'NOT_SOCIAL_CARD', '1'],
  ] as const) {
    await world.pull('card-insert', { card });
    await glass.says('error-code', code);
    await glass.says('tries-left', triesLeft);
    await expect(glass.words()).toContainText('没有扣钱');
    await expect(glass.words()).toContainText('12333');
    looks.push(await picture.innerHTML());
    await world.pull('card-remove');
  }
  expect(new Set(looks).size).toBe(2);
  await expect(glass.words()).toContainText('可以改扫手机上的电子社保卡');
  await world.pull('card-insert', { card: 'worn' });
  await glass.shows('trouble');
  await glass.says('error-code', 'CARD_GIVE_UP');
  await glass.press('scan-instead');
  await glass.shows('identify');
  await bench.showEcode(WANG.insuredId);
  await glass.shows('bills');
  expect(await glass.text('insured-name')).toBe(WANG.maskedName);
  await glass.press('cancel');
  await glass.shows('farewell');
  await world.pull('card-remove');
  await glass.shows('attract');
});

test('cards that speak against themselves: expired and oddly numbered ones go on, with a word to the holder', async ({
  world,
}) => {
  const { glass, bench } = world;
  await world.pull('card-insert', { card: 'v2-expired' });
  await glass.shows('bills');
  await expect(glass.words()).toContainText('您的社保卡过期了');
  await glass.press('cancel');
  await glass.shows('farewell');
  await world.pull('card-remove');
  await glass.shows('attract');

  const odd = bench.people.find(({ idNumber }) => idNumber === '440404190007077070');
  const resident = new Resident(world, { card: 'v2-check', insuredId: odd?.insuredId ?? '' });
  await resident.insertCard();
  await glass.shows('bills');
  await expect(glass.words()).not.toContainText('过期');
  await resident.chooseMedical();
  await expect(glass.words()).toContainText('请核对姓名和号码');
  await resident.takeCard();
  await glass.says('error-code', 'CARD_TAKEN');
  const warnings = (await world.logged('card-warning')).map(({ warning }) => warning);
  expect(warnings).toEqual(['EXPIRED', 'CHECK_DIGIT']);
});

test('two cards quickly: the second holder sees nothing of the first, in the slot or beside it', async ({
  world,
}) => {
  const { glass } = world;
  const [wang, li] = [new Resident(world, WANG), new Resident(world, LI)];
  await wang.insertCard();
  await glass.shows('bills');
  expect(await glass.text('insured-name')).toBe(WANG.maskedName);
  await wang.takeCard();
  await li.insertCard();
  await expect(glass.field('insured-name')).toHaveText(LI.maskedName);
  await expect(glass.words()).not.toContainText(WANG.maskedName);

  // A third-generation card lies on the antenna meanwhile: it is nobody until the one in the slot has left.
  await world.pull('card-insert', { card: 'v3-sam', slot: 'contactless' });
  await li.takeCard();
  await glass.shows('identify');
  await glass.says('error-code', 'NEEDS_SAM');
  await expect(glass.words()).toContainText('您的卡没有坏');
  await expect(glass.control('scan-instead')).toBeEnabled();
  for (const { maskedName } of [WANG, LI]) await expect(glass.words()).not.toContainText(maskedName);
});
