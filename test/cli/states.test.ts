import { describe, expect, test } from 'vitest';
import { workspace } from './run.ts';

const files = {
  'web/etc/nginx/nginx.conf': `events {}
http {
  upstream backend {
    server 10.10.0.1:8080;
    keepalive 300;
  }
  server {
    listen 80;
    location / { proxy_pass http://backend; }
    location /api { proxy_pass http://10.10.0.2:9000; }
  }
}
`,
  'web/etc/sysctl.conf': 'net.ipv4.ip_local_port_range = 40000 40999\nnet.ipv4.ip_local_reserved_ports = 40100-40199,8080\n',
  'web/.keepalint.yaml': 'targets: [nginx=1.24]\n',
};

const line = (state: string, local: string, peer: string) => `${state.padEnd(11)} 0      0      ${local}      ${peer}\n`;
const sockets = [
  'State       Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n',
  line('LISTEN', '0.0.0.0:80', '0.0.0.0:*'),
  ...Array.from({ length: 450 }, (_, i) => line('TIME-WAIT', `10.0.0.5:${40000 + i}`, '10.10.0.1:8080')),
  line('TIME-WAIT', '10.0.0.5:40900', '10.10.0.2:9000'),
  line('ESTAB', '10.0.0.5:80', '203.0.113.9:50122'),
  'CLOSE-WAIT  1      0      10.0.0.5:80      203.0.113.9:50124 users:(("java",pid=812,fd=7))\n',
].join('');

describe('a pasted list', () => {
  test('is counted, by destination and port, and explained by the configuration', async () => {
    const { run } = workspace(files);
    const { code, out, err } = await run('states - --root web', { stdin: sockets, columns: 100 });
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toBe(`454 TCP sockets

  TIME_WAIT    451  ████████████████████████████████████████
  ESTABLISHED    1  ▏
  CLOSE_WAIT     1  ▏
  LISTEN         1  ▏

  Opened from here, by destination  TIME_WAIT  ESTABLISHED  CLOSE_WAIT  other       ports in use
  10.10.0.1:8080                          450            ·           ·      ·  450 of 900 (50 %)
  10.10.0.2:9000                            1            ·           ·      ·     1 of 900 (0 %)

  Accepted here, by own port  TIME_WAIT  ESTABLISHED  CLOSE_WAIT  other
  :80                                 ·            1           1      ·

CLOSE_WAIT: the other side is done, the program here has not closed. No kernel setting ends that; these programs hold them:
  java (812): 1

What explains it
  450 sockets in TIME_WAIT toward 10.10.0.1:8080: upstream backend, web/etc/nginx/nginx.conf:3
    every request opens a new connection to upstream backend despite its keepalive 300: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it  nginx/upstream-keepalive-inert
  1 socket in TIME_WAIT toward 10.10.0.2:9000: web/etc/nginx/nginx.conf:10
    every request opens a new connection to 10.10.0.2:9000 and leaves a TIME_WAIT there: only an upstream block keeps connections  nginx/literal-proxy-pass
`);
  });

  test('is data with --json, which --format json is, too', async () => {
    const { run } = workspace(files);
    const { out } = await run('states - --root web --json', { stdin: sockets });
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      version: 1,
      source: 'pasted',
      total: 454,
      states: { TIME_WAIT: 451, LISTEN: 1, ESTABLISHED: 1, CLOSE_WAIT: 1 },
      outgoing: [
        { peer: '10.10.0.1:8080', states: { TIME_WAIT: 450 }, ports: { used: 450, of: 900 } },
        { peer: '10.10.0.2:9000', states: { TIME_WAIT: 1 }, ports: { used: 1, of: 900 } },
      ],
      incoming: [{ port: '80', states: { ESTABLISHED: 1, CLOSE_WAIT: 1 } }],
      directionKnown: true,
      closeWait: { count: 1, owners: [{ name: 'java (812)', count: 1 }] },
      differences: [],
      skipped: 0,
    });
    expect(report.explanations[0]).toMatchObject({
      upstream: 'backend',
      rule: 'nginx/upstream-keepalive-inert',
      timeWait: 450,
    });
    expect((await run('states - --root web --format json', { stdin: sockets })).out).toBe(out);
  });

  test('may be a file; in Chinese, too', async () => {
    const { run } = workspace({ 'ss.txt': sockets });
    const { code, out } = await run('states ss.txt --locale zh-CN');
    expect(code).toBe(0);
    expect(out).toContain('共 454 个 TCP 套接字\n');
    expect(out).toContain('450 / 28,232（2%）');
  });
});

describe('a pasted list of another machine', () => {
  test('is not called this machine, whatever program printed it', async () => {
    const { run } = workspace();
    const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
    const socket = '   0: 0100007F:4680 0100007F:C350 08 00000000:00000000 00:00000000 00000000     0        0 4711 1\n';
    const { out } = await run('states -', { stdin: head + socket });
    expect(out).toMatch(/^1 TCP socket\n/);
    expect(out).toContain('hold them:\n  1 of programs that the list does not name: ss -tanp does, run as root\n');
    expect((await run('states - --locale zh-CN', { stdin: head + socket })).out).toContain(
      '程序：\n  1 个没有列出所属程序：以 root 运行 ss -tanp 可以看到\n',
    );
    expect(JSON.parse((await run('states - --json', { stdin: head + socket })).out).source).toBe('pasted');
  });

  test('that uses more ports than the default range has does not have the default range', async () => {
    const { run } = workspace();
    const listening = line('LISTEN', '0.0.0.0:80', '0.0.0.0:*');
    const many = Array.from({ length: 30_000 }, (_, i) => line('TIME-WAIT', `10.0.0.5:${20000 + i}`, '10.10.0.1:8080'));
    expect((await run('states -', { stdin: listening + many.join('') })).out).toMatch(/10\.10\.0\.1:8080 .* 30,000\n/);
  });

  test('is explained for the targets of the command line', async () => {
    const { run } = workspace(files);
    const { out } = await run('states - --root web --target nginx=1.26', { stdin: sockets });
    expect(out).toContain('on every targeted nginx (1.26)');
    expect(await run('states - --root web --target nginx=soon', { stdin: sockets })).toMatchObject({ code: 2, out: '' });
  });
});

describe('what is refused', () => {
  test.each<[string, string, string]>([
    ['states -', 'hello\n', 'there are no TCP sockets in it: paste what ss -tan or netstat -tan prints'],
    ['states missing.txt', '', 'missing.txt: no such file or folder'],
    ['states .', '', '.: it is a folder'],
    ['states a b', '', 'keepalint states takes no further “b”'],
    [
      'states - --root nowhere',
      sockets,
      'nowhere holds no machine: there is neither etc/nginx nor etc/sysctl.conf or sysctl.d below it',
    ],
    ['states - --watch', sockets, '--watch looks at this machine: what was pasted does not change'],
    ['check --watch', '', '--watch goes with keepalint states'],
  ])('%s', async (argv, stdin, message) => {
    const { run } = workspace({});
    const { code, out, err } = await run(argv, { stdin });
    expect([code, out, err]).toEqual([2, '', `keepalint: ${message}\n`]);
  });
});

const noTables = process.platform === 'linux' ? undefined : 'not Linux';
if (noTables) console.log(`skipped: ${noTables}`);

test.skipIf(noTables !== undefined)(
  'without an operand it is this machine, whose values are compared with the files',
  async () => {
    const { run } = workspace({
      'web/etc/sysctl.conf':
        'net.ipv4.tcp_fin_timeout = 59\nnet.ipv4.tcp_keepalive_time = 0x1c1f\nnet.core.no_such_key = 1\nkernel.ostype = Linux\n',
    });
    const { code, out } = await run('states --root web --json');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.source).toBe('proc');
    expect(report.differences.map((d: { key: string; files: string }) => [d.key, d.files])).toEqual([
      ['net.ipv4.tcp_fin_timeout', '59'],
      ['net.ipv4.tcp_keepalive_time', '7199'],
    ]);
  },
);
