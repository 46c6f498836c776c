import { expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import { createService } from '../../server/src/service/service.ts';

const many = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join('');
const http = (text: string) => `events {}\nhttp {\n${text}\n}\n`;

// Each takes a minute and more where one line is held against all others.
test.each([
  [
    'as many unknown variables as known ones',
    'nginx.conf',
    http(`server {\n${many(20_000, (i) => `set $abcdef_${i} 1;\nadd_header X $abcdeg_${i};\n`)}}`),
  ],
  ['a word of variables', 'nginx.conf', http(`server { add_header X "${'$host$uri'.repeat(20_000)}"; }`)],
  [
    'blocks and what they set, nested deeply',
    'nginx.conf',
    http(`server { ${'location / { set $a $b; if ($a) { '.repeat(20_000)}${'}}'.repeat(20_000)} }`),
  ],
  [
    'patterns and names',
    'sysctl.conf',
    many(8000, (i) => `net.*.conf.eth${i}*.rp_filter = 1\nnet.ipv4.conf.eth${i}.rp_filter = 2\n`),
  ],
  ['a long blank in a value', 'sysctl.conf', `net.ipv4.tcp_rmem = 4096${'\t'.repeat(60_000)}x 5\n`],
])(
  '%s: linear time',
  async (_, name, text) => {
    const path = `/w/${name}`;
    const crashes: unknown[] = [];
    const service = createService({
      host: memoryHost(new Map([[path, { path, text, encoding: 'utf8' as const }]])),
      config: false,
      onCrash: (rule, error) => crashes.push([rule, error]),
    });
    const { files } = await service.check([path]);
    expect([...files.keys()]).toEqual([path]);
    expect(crashes).toEqual([]);
  },
  30_000,
);
