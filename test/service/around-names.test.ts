import { expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import type { Source, Span } from '../../server/src/core/text.ts';
import { hintsIn } from '../../server/src/service/effective.ts';
import { type Caller, callersAt, incomingCalls, outgoingCalls } from '../../server/src/service/hierarchy.ts';
import { lensesIn } from '../../server/src/service/lenses.ts';
import { createService } from '../../server/src/service/service.ts';
import { corpus, filesBelow, isThere, sourceOf, sysctlFiles } from '../corpus.ts';

const crash = (rule: string, error: unknown) => {
  throw new Error(`${rule}: ${error}`);
};

test.skipIf(!isThere)('lenses, hints and calls of real files lie in their files', { timeout: 120_000 }, async () => {
  const count = { lenses: 0, hints: 0, callers: 0, calls: 0 };
  const ofSysctl = new Set(sysctlFiles());
  for (const file of filesBelow(corpus)) {
    const source: Source = { ...sourceOf(file), language: ofSysctl.has(file) ? 'sysctl' : 'nginx' };
    const service = createService({ host: memoryHost(new Map([[file, source]])), keepModels: true, onCrash: crash });
    const { models, sources } = await service.check([file]);
    const isInside = (at: Span) => {
      const text = sources.get(at.file)?.text;
      expect(text, file).toBeDefined();
      expect(at.start, file).toBeLessThanOrEqual(at.end);
      expect(at.end, file).toBeLessThanOrEqual(text!.length);
    };
    const whole = hintsIn(models(file), source, 0, source.text.length);
    for (const { at } of whole) isInside({ file, start: at, end: at });
    count.hints += whole.length;
    // A part has the hints of the whole.
    const middle = source.text.length >> 1;
    expect(hintsIn(models(file), source, 0, middle), file).toEqual(whole.filter(({ at }) => at <= middle));
    for (const { at, places } of lensesIn(models(file), source)) {
      for (const place of [at, ...places()]) isInside(place);
      expect(places().length, file).toBeGreaterThan(0);
      count.lenses++;
    }
    if (source.language !== 'nginx') continue;
    const look = (caller: Caller) => {
      for (const call of [...incomingCalls(models, sources, caller), ...outgoingCalls(models, sources, caller)]) {
        for (const place of [call.caller.at, call.caller.focus, ...call.places]) isInside(place);
        count.calls++;
      }
      count.callers++;
    };
    const names = [...source.text.matchAll(/(?:upstream|proxy_pass|@)\W*\w/g)].slice(0, 20);
    for (const { index, 0: text } of names) callersAt(models, sources, source, index + text.length).forEach(look);
  }
  console.log('real files:', count);
  for (const number of Object.values(count)) expect(number).toBeGreaterThan(100);
});
