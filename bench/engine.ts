import { NginxParser } from 'nginx-conf/dist/src/parser.js';
import { defaultConfig } from '../server/src/core/config.ts';
import { memoryHost } from '../server/src/core/host.ts';
import { lint } from '../server/src/core/lint.ts';
import { defaultTarget } from '../server/src/core/targets.ts';
import type { Source } from '../server/src/core/text.ts';
import { nginx } from '../server/src/nginx/language.ts';
import { parse } from '../server/src/nginx/syntax.ts';
import { createService } from '../server/src/service/service.ts';
import { generate } from './generate.ts';
import { exponent, median, race, report } from './measure.ts';

const path = '/w/nginx.conf';
const sourceOf = (text: string): Source => ({ path, text, encoding: 'utf8' });

/** Parsing, the model and the rules on 10,000 lines, against each other and against `nginx-conf`. */
export async function compareStages(): Promise<void> {
  const text = generate(10_000);
  const source = sourceOf(text);
  const gathered = await nginx.gather(memoryHost(new Map([[path, source]])), source, defaultConfig);
  const model = nginx.build(gathered, defaultTarget);
  const crash = (rule: string, error: unknown) => {
    throw new Error(`${rule}: ${error}`);
  };
  let fresh = model;
  const times = await race(
    {
      other: { run: () => new NginxParser().parse(text) },
      parse: { run: () => parse(text) },
      build: { run: () => nginx.build(gathered, defaultTarget) },
      rules: {
        // A model remembers what it was asked, so each round gets a new one.
        before: () => {
          fresh = nginx.build(gathered, defaultTarget);
        },
        run: () => lint(nginx.rules, fresh, crash),
      },
    },
    40,
    15,
  );
  const findings = lint(nginx.rules, model, crash).length;
  const ms = (n: number) => `${n.toFixed(1)} ms`;
  report('parse / nginx-conf', times.parse / times.other, 1.5, `${ms(times.parse)} / ${ms(times.other)}`);
  report('model / parse', times.build / times.parse, 1, `${ms(times.build)}`);
  report(`rules / parse (${nginx.rules.length} rules, ${findings} findings)`, times.rules / times.parse, 1, ms(times.rules));
}

/** How the time of a whole check grows with the input. */
export async function growth(): Promise<void> {
  const points: [number, number][] = [];
  for (const thousands of [1, 2, 4, 8, 16, 32, 64, 128, 256]) {
    const text = generate(thousands * 1000);
    const rounds = thousands <= 16 ? 9 : 3;
    const times: number[] = [];
    for (let i = 0; i <= rounds; i++) {
      const source = sourceOf(text);
      const service = createService({ host: memoryHost(new Map([[path, source]])), config: false, onCrash: () => {} });
      globalThis.gc?.();
      const start = performance.now();
      await service.check([path]);
      if (i > 0) times.push(performance.now() - start);
    }
    points.push([thousands, median(times)]);
  }
  report(
    'exponent over 1k…256k lines',
    exponent(points),
    1.1,
    points.map(([k, ms]) => `${k}k ${Math.round(ms)}`).join('  '),
    '',
  );
}
