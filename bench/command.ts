import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { median, report } from './measure.ts';

/** Apart from each other, so that they are no machine together. */
const small = {
  'web/nginx.conf': 'events {}\nhttp {\n    server {\n        listen 80;\n        location / { return 200; }\n    }\n}\n',
  'kernel/sysctl.conf': 'net.core.somaxconn = 8192\nnet.ipv4.tcp_tw_reuse = 1\n',
};

/** The command line on one small file against Node doing nothing: most of it is loading. */
export function commandLine(root: string, folder: string): void {
  const hook = join(folder, 'memory.cjs');
  writeFileSync(hook, "process.on('exit',()=>require('node:fs').writeSync(3,String(process.resourceUsage().maxRSS)))\n");
  const cwd = join(folder, 'small');
  mkdirSync(join(cwd, '.git'), { recursive: true });
  for (const [name, text] of Object.entries(small)) {
    mkdirSync(join(cwd, dirname(name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const calls = {
    nothing: ['-e', '0'],
    ...Object.fromEntries(Object.keys(small).map((name) => [name, [join(root, 'dist', 'cli.js'), name]])),
  };
  const walls = new Map<string, number[]>();
  const memories = new Map<string, number[]>();
  const rounds = 15;
  for (let i = 0; i < rounds; i++)
    for (const [name, args] of Object.entries(calls)) {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, args, { cwd });
      const wall = performance.now() - start;
      if (status !== 0) throw new Error(`${name}: exit code ${status}`);
      const measured = spawnSync(process.execPath, ['-r', hook, ...args], {
        cwd,
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      });
      walls.set(name, [...(walls.get(name) ?? []), wall]);
      memories.set(name, [...(memories.get(name) ?? []), Number(measured.output[3]) / 1024]);
    }
  const of = (values: ReadonlyMap<string, readonly number[]>, name: string) => median(values.get(name)!);
  for (const name of Object.keys(small)) {
    const [mine, none] = [of(walls, name), of(walls, 'nothing')];
    report(`command line on a small ${name} / node -e 0`, mine / none, 2, `${mine.toFixed(0)} ms / ${none.toFixed(0)} ms`);
    const [memory, bare] = [of(memories, name), of(memories, 'nothing')];
    report(
      '  its memory / (1.5 × node -e 0 + 60 MB)',
      memory / (1.5 * bare + 60),
      1,
      `${memory.toFixed(0)} MB / ${bare.toFixed(0)} MB`,
    );
  }
}
