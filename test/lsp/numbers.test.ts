import { afterEach, describe, expect, it, test } from 'vitest';
import { type Client, connect, modern, type Options, plain } from './client.ts';

const clients: Client[] = [];
const start = async (options: Options = {}) => {
  const client = await connect(options);
  clients.push(client);
  return client;
};
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

const initializationOptions = { diagnosticsInHovers: true };
const languages = {
  en: { params: { initializationOptions } },
  'zh-CN': { params: { initializationOptions, locale: 'zh-cn' } },
} as const;

/** The numbers of the hover where a text stands. */
async function numbers(client: Client, name: string, at: string): Promise<string[]> {
  const hover = await client.hover(name, at);
  return (hover?.contents.value ?? '')
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) =>
      line
        .slice(2)
        .replaceAll('\\', '')
        // Places are links.
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
    )
    .filter((line) => !aboutPlace.test(line));
}

/** Of a hover's list, what is no sum: the value in other units, where else something is set. */
const aboutPlace =
  /^(?:[\d.]+ = [^=÷×]+$|timeouts here: |此处的超时：|here instead of |在此取代|overridden further|在内层被|also set in |.* 也设置了它$|applied instead of |取代 |[^:]+: \d+ [=≈] |(?:每个 socket|初始值|自动调节|在此)[^÷]*$|\d (?:means|表示) )/;

/** The numbers of a single sysctl file's key, under a target. */
async function ofKey(text: string, at: string, locale: keyof typeof languages = 'en', ...targets: string[]) {
  const client = await start({ ...languages[locale], settings: { targets } });
  await client.open('sysctl.conf', 'sysctl', text);
  return numbers(client, 'sysctl.conf', at);
}

const linux = (version: string) => `kernel=${version}`;

describe('the hover of a key', () => {
  test.each([
    [
      'net.ipv4.ip_local_port_range = 1024 65000',
      [
        '1024 65000 are 63,977 ports for outgoing connections',
        '63,977 ports ÷ 60 s in TIME_WAIT = 1,066 new connections per second to one destination (address and port) on another machine, where this side closes first',
      ],
      [
        '1024 65000 共 63,977 个端口可用于主动发起的连接',
        '63,977 个端口 ÷ 60 秒 TIME_WAIT = 由本机先关闭时，到另一台机器的一个目的地（地址和端口）每秒可新建 1,066 个连接',
      ],
    ],
    [
      'net.ipv4.tcp_keepalive_time = 600',
      [
        '600 s idle + 9 (default) probes × 75 s (default) = 1,275 s (21 min 15 s) until a dead peer is noticed, on sockets that ask for TCP keepalive',
      ],
      [
        '空闲 600 秒 + 9（默认）次探测 × 75 秒（默认） = 1,275 秒（21 分钟 15 秒）后才发现对端失联，仅限开启了 TCP keepalive 的 socket',
      ],
    ],
    [
      'net.ipv4.tcp_mem = 768432 1048576 1536864',
      ['in pages of 4 KiB: no worry up to 2.9 GiB, pressure from 4 GiB, refusal at 5.9 GiB'],
      ['按 4 KiB 的页计算：2.9 GiB 以内不受限，超过 4 GiB 进入压力状态，到 5.9 GiB 拒绝分配'],
    ],
    [
      'net.ipv4.tcp_rmem = 4096 131072 6291456',
      ['6 MiB ÷ 100 ms = at most 60 MiB per second (503 Mbit/s) received on one connection with a round trip of 100 ms'],
      ['6 MiB ÷ 100 ms = 往返时延 100 ms 时，单个连接每秒最多接收 60 MiB（503 Mbit/s）'],
    ],
    [
      'net.ipv4.tcp_max_tw_buckets = 5000',
      [
        '5,000 is about the default of a machine with 1.2 GiB of memory',
        '5,000 entries ÷ 60 s = 83 connections per second can go through TIME_WAIT here, those beyond it skip it',
      ],
      [
        '5,000 大约是 1.2 GiB 内存机器的默认值',
        '5,000 个条目 ÷ 60 秒 = 本机每秒有 83 个连接可以经过 TIME_WAIT，超出的会跳过它',
      ],
    ],
    [
      'net.ipv4.tcp_retries2 = 15',
      ['an established connection is given up after 924.6 s (15 min 24.6 s) without an answer, at least'],
      ['已建立的连接至少 924.6 秒（15 分钟 24.6 秒）没有应答后才会被放弃'],
    ],
    [
      'net.ipv4.tcp_syn_retries = 3',
      ['connect() gives up after 15 s, since Linux 6.5 after 19 s'],
      ['connect() 在 15 秒后放弃，自 Linux 6.5 起为 19 秒'],
    ],
    [
      'net.ipv4.tcp_synack_retries = 2',
      ['a client that does not answer is given up after 7 s'],
      ['客户端没有应答时，在 7 秒后放弃'],
    ],
  ])('says what %s comes to', async (line, en, chinese) => {
    const [key = ''] = line.split(' ');
    expect(await ofKey(`${line}\n`, key)).toEqual(en);
    expect(await ofKey(`${line}\n`, key, 'zh-CN')).toEqual(chinese);
  });

  it.each([
    [
      'what it is overridden with',
      'net.ipv4.tcp_retries2 = 5\nnet.ipv4.tcp_retries2 = 8\n',
      'net.ipv4.tcp_retries2 = 5',
      'in effect: 8 (sysctl.conf:2)',
    ],
    [
      'reserved ports, each counted once',
      'net.ipv4.ip_local_port_range = 10000 19999\nnet.ipv4.ip_local_reserved_ports = 9000-10009,10005-10019,20000\n',
      'net.ipv4.ip_local_port',
      '10000 19999 are 10,000 ports, 20 of them reserved: 9,980 are left for outgoing connections',
    ],
  ])('says %s', async (_, text, at, told) => {
    expect(await ofKey(text, at)).toContain(told);
  });

  it.each([
    [1, 'after 3 s'],
    [2, 'after 7 s'],
    [4, 'after 31 s, since Linux 6.5 after 35 s'],
    [7, 'after 247 s (4 min 7 s), since Linux 6.5 after 251 s'],
  ])('counts seconds for %i tries to connect as the kernel does', async (retries, told) => {
    const [line] = await ofKey(`net.ipv4.tcp_syn_retries = ${retries}\n`, 'net');
    expect(line).toBe(`connect() gives up ${told}`);
  });

  it('takes the target into account', async () => {
    const retries = async (target: string) => (await ofKey('net.ipv4.tcp_syn_retries = 6\n', 'net', 'en', target))[0];
    expect(await retries(linux('5.15'))).toContain('after 127 s (2 min 7 s)');
    expect(await retries(linux('6.12'))).toContain('after 131 s (2 min 11 s)');
  });

  it('counts no seconds of TIME_WAIT where ports are taken again', async () => {
    const range = 'net.ipv4.ip_local_port_range = 10000 19999\n';
    const told = async (more: string) => (await ofKey(range + more, 'net.ipv4.ip_local'))[1];
    expect(await told('net.ipv4.tcp_tw_reuse = 1\n')).toMatch(/^tcp_tw_reuse = 1 lets/);
    expect(await told('net.ipv4.tcp_tw_reuse = 1\nnet.ipv4.tcp_timestamps = 0\n')).toContain('= 166 new');
    expect(await told('net.ipv4.tcp_tw_reuse = 0\n')).not.toContain('another machine');
    expect(await told('net.ipv4.tcp_tw_reuse = {{ reuse }}\n')).toBeUndefined();
    // Before 4.19 nothing was taken again by default, not even to loopback.
    const old = async (...targets: string[]) => (await ofKey(range, 'net.ipv4.ip_local', 'en', ...targets))[1];
    expect(await old(linux('3.10'))).not.toContain('another machine');
    expect(await old(linux('5.10'))).toContain('another machine');
  });

  it.each([
    ['a template', 'net.ipv4.ip_local_port_range = {{ low }} 65000\n'],
    ['a line that may not be there', '{% if big %}\nnet.ipv4.ip_local_port_range = 1024 65000\n{% endif %}\n'],
    ['what the kernel refuses', 'net.ipv4.ip_local_port_range = 65000 1024\n'],
    ['half of a pair', 'net.ipv4.ip_local_port_range = 1024\n'],
  ])('says nothing about %s', async (_, text) => {
    expect(await ofKey(text, 'net.ipv4.ip_local')).toEqual([]);
  });

  it('knows that a boot may leave sysctl.conf out', async () => {
    const files = { 'etc/sysctl.conf': 'vm.swappiness = 8\n', 'etc/sysctl.d/50-a.conf': 'vm.swappiness = 10\n' };
    const told = async (...targets: string[]) => {
      const client = await start({ files, settings: { targets } });
      await client.open('etc/sysctl.d/50-a.conf', 'sysctl');
      return numbers(client, 'etc/sysctl.d/50-a.conf', 'vm');
    };
    expect(await told()).toContain('in effect: 8 (etc/sysctl.conf:1), unless the boot leaves sysctl.conf out');
    expect(await told('ubuntu=24.04')).toContain('in effect: 8 (etc/sysctl.conf:1)');
  });

  it('tells apart what programs end up with', async () => {
    const files = {
      'etc/sysctl.conf': 'net.ipv4.tcp_retries2 = 8\n',
      'etc/sysctl.d/99-zz.conf': 'net.ipv4.tcp_retries2 = 10\n',
    };
    const client = await start({ files, settings: { targets: ['ubuntu=24.04'] } });
    await client.open('etc/sysctl.d/99-zz.conf', 'sysctl');
    const told = await numbers(client, 'etc/sysctl.d/99-zz.conf', 'net');
    expect(told).toContain('with sysctl --system: in effect: 8 (etc/sysctl.conf:1)');
    expect(told).toContainEqual(expect.stringMatching(/^at boot: an established connection is given up after 324\.6 s/));
  });
});

const machine = (nginx: string, sysctl = '') => ({
  'etc/nginx/nginx.conf': nginx,
  ...(sysctl && { 'etc/sysctl.conf': sysctl }),
});

/** The numbers where a text stands in a main file, on a machine with these kernel settings. */
async function ofDirective(
  files: Readonly<Record<string, string>>,
  at: string,
  locale: keyof typeof languages = 'en',
  ...targets: string[]
) {
  const client = await start({ ...languages[locale], files, settings: { targets } });
  await client.open('etc/nginx/nginx.conf', 'nginx');
  return numbers(client, 'etc/nginx/nginx.conf', at);
}

describe('the hover of a directive', () => {
  const pool = (head: string) =>
    machine(`${head}\nevents {}\nhttp {\n upstream b {\n  server 10.0.0.1;\n  keepalive 32;\n }\n}\n`);

  it('multiplies a pool by the worker processes', async () => {
    const at = 'keepalive 32';
    expect(await ofDirective(pool('worker_processes 4;'), at)).toEqual([
      'idle connections to this upstream: 32 per worker × worker_processes 4 (etc/nginx/nginx.conf:1) = at most 128; more may be open while requests run',
    ]);
    expect(await ofDirective(pool('worker_processes 4;'), at, 'zh-CN')).toEqual([
      '到此 upstream 的空闲连接：每个 worker 32 个 × worker_processes 4（etc/nginx/nginx.conf:1） = 最多 128 个；处理请求时可以打开更多',
    ]);
    expect((await ofDirective(pool('worker_processes auto;'), at))[0]).toContain('one per core');
    expect((await ofDirective(pool(''), at))[0]).toContain('× worker_processes 1 (default) = at most 32;');
    expect((await ofDirective(pool('include /elsewhere/workers.conf;'), at))[0]).toMatch(/per worker process; more/);
  });

  it('counts no pool that a balancer takes away on every target', async () => {
    const files = machine('events {}\nhttp { upstream b { server 10.0.0.1; keepalive 32; least_conn; } }\n');
    expect(await ofDirective(files, 'keepalive 32', 'en', 'nginx=1.24')).toEqual([]);
    expect(await ofDirective(files, 'keepalive 32', 'en', 'nginx=1.24-1.30')).toHaveLength(1);
  });

  it('halves connections for proxying', async () => {
    const files = machine('worker_processes 2;\nevents { worker_connections 1024; }\n');
    expect(await ofDirective(files, 'worker_connections')).toEqual([
      'connections: 1,024 per worker × worker_processes 2 (etc/nginx/nginx.conf:1) = 2,048; a proxied request takes two, so at most 1,024 at a time',
    ]);
    expect(await ofDirective(files, 'worker_processes', 'zh-CN')).toEqual([
      '连接：每个 worker 1,024（etc/nginx/nginx.conf:2）个 × worker_processes 2 = 2,048 个；代理的请求各占两个，因此最多同时处理 1,024 个',
    ]);
  });

  it('says how long the accept queue is', async () => {
    const listen = (words: string) => `events {}\nhttp { server { listen ${words}; } }\n`;
    const kernel = 'net.core.somaxconn = 1024\n';
    expect(await ofDirective(machine(listen('80 backlog=65535'), kernel), 'listen')).toEqual([
      'accept queue: min(backlog 65,535, somaxconn 1,024 (etc/sysctl.conf:1)) = 1,024 connections',
    ]);
    expect((await ofDirective(machine(listen('80'), kernel), 'listen', 'zh-CN'))[0]).toContain(
      'min(backlog 511（默认）, somaxconn 1,024',
    );
    // 128 or 4096, as the kernel is.
    expect(await ofDirective(machine(listen('80')), 'listen')).toEqual([
      'asks for an accept queue of 511 (default) connections; the kernel cuts it at net.core.somaxconn',
    ]);
    expect(await ofDirective(machine(listen('443 quic'), kernel), 'listen')).toEqual([]);
    const shared = 'events {}\nhttp { server { listen 80; } server { listen *:80 backlog=2048; } }\n';
    expect((await ofDirective(machine(shared, 'net.core.somaxconn = 4096\n'), 'listen'))[0]).toContain('= 2,048 connections');
  });

  it.each([
    ['comes by the wildcard of its port', '127.0.0.1:80', '80 backlog=77', '77 (etc/nginx/nginx.conf:3)'],
    ['comes by the wildcard of its port, IPv6', '[::1]:80', '[::]:80 backlog=77', '77 (etc/nginx/nginx.conf:3)'],
    ['has a socket of its own', '127.0.0.1:80 bind', '80 backlog=77', '511 (default)'],
    ['is alone with its family', '127.0.0.1:80', '[::]:80 backlog=77', '511 (default)'],
    ['is alone on its port', '127.0.0.1:81', '80 backlog=77', '511 (default)'],
  ])('knows the queue of an address that %s', async (_, address, other, backlog) => {
    const files = machine(`events {}\nhttp { server { listen ${address}; }\n server { listen ${other}; } }\n`);
    expect(await ofDirective(files, 'listen')).toEqual([
      `asks for an accept queue of ${backlog} connections; the kernel cuts it at net.core.somaxconn`,
    ]);
  });

  it('does not know which address a name is', async () => {
    const files = machine('events {}\nhttp { server { listen localhost:80; }\n server { listen 80 backlog=77; } }\n');
    expect(await ofDirective(files, 'listen')).toEqual([]);
  });

  it('tells the queues of reuseport apart', async () => {
    const files = machine('events {}\nhttp { server { listen 80 reuseport; } }\n', 'net.core.somaxconn = 128\n');
    expect(await ofDirective(files, 'listen')).toEqual([
      'accept queue: min(backlog 511 (default), somaxconn 128 (etc/sysctl.conf:1)) = 128 connections',
      'reuseport: each worker process has such a queue of its own',
    ]);
    expect((await ofDirective(files, 'listen', 'zh-CN'))[1]).toBe('reuseport：每个 worker 进程各有一个这样的队列');
  });

  it('says the queues of nginx on the key that cuts them', async () => {
    const files = machine('events {}\nhttp { server { listen 80 backlog=8192; listen 81; } }\n', 'net.core.somaxconn = 1024\n');
    const client = await start({ files });
    await client.open('etc/sysctl.conf', 'sysctl');
    expect(await numbers(client, 'etc/sysctl.conf', 'net')).toEqual([
      'accept queue: min(backlog 8,192, somaxconn 1,024) = 1,024 connections',
      'accept queue: min(backlog 511 (default), somaxconn 1,024) = 511 connections',
    ]);
  });

  it.each([
    ['keepalive_timeout 65', /^nginx closes an idle client connection after 1 min 5 s/],
    ['keepalive_timeout 0', /^nginx closes every client connection after one response: its side keeps TIME_WAIT/],
    ['keepalive_time 1h', /^nginx closes a connection after the first response beyond 1 h,/],
    ['keepalive_requests 100', /÷ 100 per connection = at least 10 new client connections/],
  ])('says what %s means', async (line, told) => {
    const files = machine(`events {}\nhttp {\n ${line};\n}\n`);
    expect(await ofDirective(files, line)).toEqual([expect.stringMatching(told)]);
    expect(await ofDirective(files, line, 'zh-CN')).toEqual([expect.stringMatching(/[一-龥]/)]);
  });

  it('counts no connections that are as good as none', async () => {
    expect(await ofDirective(machine('events {}\nhttp { keepalive_requests 1000000; }\n'), 'keepalive_requests')).toEqual([]);
  });

  it('says nothing about idle connections where none are kept', async () => {
    const upstream = (more: string) =>
      machine(`events {}\nhttp { upstream b { server 10.0.0.1; keepalive_timeout 10; ${more} } }\n`);
    expect(await ofDirective(upstream(''), 'keepalive_timeout', 'en', 'nginx=1.24')).toEqual([]);
    expect(await ofDirective(upstream('keepalive 8;'), 'keepalive_timeout', 'en', 'nginx=1.24')).toHaveLength(1);
    expect(await ofDirective(upstream(''), 'keepalive_timeout', 'en', 'nginx=1.30')).toHaveLength(1);
  });
});

describe('the hover of a pass', () => {
  const proxy = (location: string, http = '') => `events {}\nhttp {\n${http}\nserver { location / { ${location} } }\n}\n`;
  const literal = proxy('proxy_pass http://10.0.0.1:3000;');
  const kernel = 'net.ipv4.ip_local_port_range = 10000 19999\n';
  const [old, recent] = ['nginx=1.28', 'nginx=1.30'];

  it('says where TIME_WAIT stays, and how many connections the ports are enough for', async () => {
    const server =
      'every request opens a connection that the server is asked to close: TIME_WAIT stays with it where it does so before nginx, which closes as soon as it has the response';
    const here =
      'every request opens a connection that nobody asks the server to close, so nginx closes it: TIME_WAIT and the port stay on this machine for 60 s';
    const budget = '10,000 (etc/sysctl.conf:1) ports ÷ 60 s = at most 166 new connections per second to each address and port';
    expect(await ofDirective(machine(literal, kernel), 'proxy_pass', 'en', old)).toEqual([server]);
    expect(await ofDirective(machine(literal, kernel), 'proxy_pass', 'en', recent)).toEqual([here, budget]);
    expect(await ofDirective(machine(literal, kernel), 'proxy_pass')).toEqual([
      `before nginx 1.29.7: ${server}`,
      `since nginx 1.29.7: ${here}`,
      budget,
    ]);
    expect(await ofDirective(machine(literal, kernel), 'proxy_pass', 'zh-CN', recent)).toEqual([
      '每个请求都新建连接，又没有要求后端关闭它，于是由 nginx 关闭：TIME_WAIT 及其端口在本机停留 60 秒',
      '10,000（etc/sysctl.conf:1）个端口 ÷ 60 秒 = 到每个地址和端口每秒最多新建 166 个连接',
    ]);
    expect((await ofDirective(machine(literal), 'proxy_pass', 'en', recent))[1]).toContain('28,232 ports, where');
  });

  it.each([
    ['loopback, whose ports tcp_tw_reuse = 2 lets it take again', proxy('proxy_pass http://127.0.0.1:3000;'), kernel],
    ['where tcp_tw_reuse = 1', literal, `${kernel}net.ipv4.tcp_tw_reuse = 1\n`],
    ['a server that is asked to close', proxy('proxy_set_header Connection close; proxy_pass http://10.0.0.1;'), kernel],
  ])('counts no ports for %s', async (_, nginx, sysctl) => {
    const told = await ofDirective(machine(nginx, sysctl), 'proxy_pass', 'en', recent);
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('ports');
  });

  it.each([
    ['a pool that is used', '', 'upstream b { server 10.0.0.1; }', recent, /^requests reuse idle connections/],
    ['a pool that is switched off', '', 'upstream b { server 10.0.0.1; keepalive 0; }', recent, /nginx closes it/],
    [
      'a pool that a balancer takes away',
      keepsOpen(),
      'upstream b { server 10.0.0.1; keepalive 8; least_conn; }',
      old,
      /nginx closes it/,
    ],
    ['no pool', '', 'upstream b { server 10.0.0.1; }', old, /the server is asked to close: /],
  ])('knows %s', async (_, lines, upstream, target, told) => {
    const nginx = proxy(`${lines} proxy_pass http://b;`, upstream);
    expect((await ofDirective(machine(nginx), 'proxy_pass', 'en', target))[0]).toMatch(told);
  });

  it('knows nothing of connections that end at once', async () => {
    const nginx = proxy('proxy_pass http://b;', 'upstream b { server 10.0.0.1; keepalive 4; keepalive_timeout 0; }');
    expect(await ofDirective(machine(nginx), 'proxy_pass', 'en', recent)).toEqual([]);
  });

  it.each([
    ['a variable', 'proxy_pass http://$host;'],
    ['a unix socket', 'proxy_pass http://unix:/run/app.sock;'],
    ['a unix socket of an upstream', 'proxy_pass http://local;'],
    ['headers that an include may set', 'include /elsewhere.conf; proxy_pass http://10.0.0.1;'],
  ])('says nothing about %s', async (_, location) => {
    const upstream = 'upstream local { server unix:/run/app.sock; }';
    expect(await ofDirective(machine(proxy(location, upstream)), 'proxy_pass')).toEqual([]);
  });
});

function keepsOpen(): string {
  return 'proxy_http_version 1.1; proxy_set_header Connection "";';
}

describe('inlay hints', () => {
  const files = {
    'etc/nginx/nginx.conf': `worker_processes 4;
events { worker_connections 1024; }
http {
  client_max_body_size 1073741824;
  proxy_read_timeout 3600;
  proxy_send_timeout 60;
  upstream b {
    server 10.0.0.1;
    keepalive 32;
  }
  server {
    listen 80 backlog=65535;
    listen 81 backlog=1024;
  }
}
`,
    'etc/sysctl.conf': '',
    'etc/sysctl.d/50-net.conf': `net.ipv4.ip_local_port_range = 1024 65000
net.ipv4.tcp_fin_timeout = 15
net.ipv4.tcp_keepalive_time = 7200
net.ipv4.tcp_mem = 768432 1048576 1536864
net.ipv4.tcp_rmem = 4096 131072 16777216
net.ipv4.tcp_retries2 = 8
net.core.rmem_max = 16777216
net.ipv4.tcp_sack = 1
net.core.somaxconn = 4096
`,
    'etc/sysctl.d/60-net.conf': 'net.ipv4.tcp_fin_timeout = 30\nnet.ipv4.tcp_sack = 1\n',
  };
  const hints = async (client: Client, name: string) => {
    await client.open(name, name.includes('nginx') ? 'nginx' : 'sysctl');
    const lines = client.text(name).split('\n');
    return (await client.hints(name)).map(({ position, label }) => `${lines[position.line]!.trim()} ${label}`);
  };

  it('say what is in effect and what it comes to', async () => {
    const client = await start({ files, settings: { inlayHints: true } });
    expect(await hints(client, 'etc/sysctl.d/50-net.conf')).toEqual([
      'net.ipv4.ip_local_port_range = 1024 65000 63,977 ports, 1,066/s',
      'net.ipv4.tcp_fin_timeout = 15 → 30 (60-net.conf)',
      'net.ipv4.tcp_keepalive_time = 7200 = 2 h; dead peer noticed after 2 h 11 min 15 s',
      'net.ipv4.tcp_mem = 768432 1048576 1536864 2.9 GiB / 4 GiB / 5.9 GiB',
      'net.ipv4.tcp_rmem = 4096 131072 16777216 up to 16 MiB',
      'net.ipv4.tcp_retries2 = 8 after 102.2 s at least',
      'net.core.rmem_max = 16777216 = 16 MiB',
    ]);
    expect(await hints(client, 'etc/nginx/nginx.conf')).toEqual([
      'events { worker_connections 1024; } × 4 workers = 4,096',
      'client_max_body_size 1073741824; = 1 GiB',
      'proxy_read_timeout 3600; = 1 h',
      'keepalive 32; × 4 workers = 128',
      'listen 80 backlog=65535; → 4,096',
    ]);
    const [first] = await client.hints('etc/nginx/nginx.conf');
    expect(first).toMatchObject({ paddingLeft: true, position: { line: 1, character: 32 } });
    expect(first!.tooltip).toMatch(/^connections: 1,024 per worker/);
  });

  it('speak Chinese', async () => {
    const client = await start({ files, ...languages['zh-CN'], settings: { inlayHints: true } });
    expect(await hints(client, 'etc/sysctl.d/50-net.conf')).toEqual([
      'net.ipv4.ip_local_port_range = 1024 65000 63,977 个端口，每秒 1,066 个连接',
      'net.ipv4.tcp_fin_timeout = 15 → 30（60-net.conf）',
      'net.ipv4.tcp_keepalive_time = 7200 = 2 小时；2 小时 11 分钟 15 秒后发现对端失联',
      'net.ipv4.tcp_mem = 768432 1048576 1536864 2.9 GiB / 4 GiB / 5.9 GiB',
      'net.ipv4.tcp_rmem = 4096 131072 16777216 最大 16 MiB',
      'net.ipv4.tcp_retries2 = 8 至少 102.2 秒之后',
      'net.core.rmem_max = 16777216 = 16 MiB',
    ]);
  });

  it('are off until somebody wants them, and come when they are asked for', async () => {
    const client = await start({ files });
    expect(client.initialized.capabilities.inlayHintProvider).toBe(true);
    expect(await hints(client, 'etc/sysctl.d/50-net.conf')).toEqual([]);
    await client.configure({ inlayHints: true });
    await client.until(() => client.heard.hintRefreshes > 0);
    expect(await client.hints('etc/sysctl.d/50-net.conf')).toHaveLength(7);
  });

  it('are refreshed when another file changes what is in effect', async () => {
    const client = await start({ files, settings: { inlayHints: true } });
    await client.open('etc/sysctl.d/60-net.conf', 'sysctl');
    await hints(client, 'etc/sysctl.d/50-net.conf');
    await client.edit('etc/sysctl.d/60-net.conf', '= 30', '= 45');
    await client.until(() => client.heard.hintRefreshes > 0);
    expect((await client.hints('etc/sysctl.d/50-net.conf'))[1]!.label).toBe('→ 45 (60-net.conf)');
  });
});

describe('the code lens of an upstream', () => {
  const main = `events {}
http {
  upstream b {
    server 10.0.0.1;
    keepalive 32;
  }
  server {
    location /kept { include snippets/kept.conf; proxy_pass http://b; }
    location /plain { proxy_pass http://b; }
    location /closing {
      proxy_set_header Connection close;
      proxy_pass http://b;
    }
  }
}
`;
  const files = {
    'etc/nginx/nginx.conf': main,
    'etc/nginx/snippets/kept.conf': `${keepsOpen()}\n`,
    '.keepalint.yaml': 'targets: [nginx=1.24]\n',
  };
  const params = { initializationOptions: { showsReferences: true } };
  const titles = async (client: Client) => (await shown(client)).map(({ command }) => command!.title);
  /** Without how often it is used. */
  const shown = async (client: Client) =>
    (await client.lenses('etc/nginx/nginx.conf')).filter(({ command }) => !/ references?$|处引用$/.test(command!.title));
  const open = async (options: Options) => {
    const client = await start({ files, ...options });
    await client.open('etc/nginx/nginx.conf', 'nginx');
    return client;
  };

  it('says who reuses its connections, and why others do not', async () => {
    expect(await titles(await open({}))).toEqual([
      '1 location reuses its connections, 2 do not',
      'Connection: close, the default before nginx 1.29.7',
      'proxy_set_header Connection close',
    ]);
    expect(await titles(await open(languages['zh-CN']))).toEqual([
      '1 个 location 复用其连接，2 个没有',
      'Connection: close，nginx 1.29.7 之前的默认值',
      'proxy_set_header Connection close',
    ]);
  });

  it('leads to the places in an editor that can show them', async () => {
    const client = await open({ params });
    const lenses = await shown(client);
    expect(lenses[0]!.range.start).toEqual({ line: 2, character: 2 });
    const places = lenses.map(({ command }) => [
      command!.command,
      (command!.arguments![2] as { range: { start: { line: number } } }[]).map(({ range }) => range.start.line),
    ]);
    expect(places).toEqual([
      ['keepalint.showReferences', [8, 9]],
      ['keepalint.showReferences', [8, 8]],
      ['keepalint.showReferences', [10, 9]],
    ]);
    expect(lenses[0]!.command!.arguments![0]).toBe(client.uri('etc/nginx/nginx.conf'));
    // Elsewhere it is a title and nothing more.
    expect((await (await open({})).lenses('etc/nginx/nginx.conf'))[0]!.command).toEqual({
      title: '1 location reuses its connections, 2 do not',
      command: '',
    });
  });

  it('is refreshed when an included file changes it', async () => {
    const client = await open({});
    await titles(client);
    await client.open('etc/nginx/snippets/kept.conf', 'nginx');
    await client.edit('etc/nginx/snippets/kept.conf', keepsOpen(), '');
    await client.until(() => client.heard.lensRefreshes > 0);
    expect((await titles(client))[0]).toBe('3 locations do not reuse its connections');
  });

  it.each([
    [
      'a pool that nothing has',
      'upstream b { server 10.0.0.1; }',
      'proxy_pass http://b;',
      ['1 location does not reuse its connections', 'no keepalive, which nginx before 1.29.7 needs'],
    ],
    [
      'a balancer',
      'upstream b { server 10.0.0.1; keepalive 8; ip_hash; }',
      `${keepsOpen()} proxy_pass http://b;`,
      ['1 location does not reuse its connections', 'ip_hash after keepalive replaces it before nginx 1.29.7'],
    ],
    [
      'headers that replace others',
      `proxy_http_version 1.1; proxy_set_header Connection ""; upstream b { server 10.0.0.1; keepalive 8; }`,
      'proxy_set_header X 1; proxy_pass http://b;',
      ['1 location does not reuse its connections', 'proxy_set_header X 1 replaces the inherited Connection header'],
    ],
    [
      'PHP',
      'upstream b { server 10.0.0.1; keepalive 8; }',
      'fastcgi_pass b;',
      ['1 location does not reuse its connections', 'no fastcgi_keep_conn on'],
    ],
    [
      'uwsgi',
      'upstream b { server 10.0.0.1; keepalive 8; }',
      'uwsgi_pass b;',
      ['1 location does not reuse its connections', 'uwsgi_pass b keeps no connection'],
    ],
    ['gRPC', 'upstream b { server 10.0.0.1; keepalive 8; }', 'grpc_pass grpc://b;', ['1 location reuses its connections']],
    [
      'what an include may say',
      'upstream b { server 10.0.0.1; keepalive 8; }',
      'include /elsewhere.conf; proxy_pass http://b;',
      [],
    ],
    ['an upstream that nothing leads to', 'upstream b { server 10.0.0.1; keepalive 8; }', 'return 204;', []],
  ])('knows %s', async (_, http, location, expected) => {
    const text = `events {}\nhttp {\n${http}\nserver { location / { ${location} } }\n}\n`;
    expect(await titles(await open({ files: { ...files, 'etc/nginx/nginx.conf': text } }))).toEqual(expected);
  });

  it('counts what is not known, too', async () => {
    const text = main.replace('location /plain {', 'location /plain { include /elsewhere.conf;');
    expect((await titles(await open({ files: { ...files, 'etc/nginx/nginx.conf': text } })))[0]).toBe(
      '1 location reuses its connections, 1 does not, 1 is not known',
    );
  });

  it('can be switched off', async () => {
    expect(await titles(await open({ settings: { codeLens: false } }))).toEqual([]);
  });
});

describe('a file of two configurations', () => {
  const main = (workers: number, headers: string) =>
    `worker_processes ${workers};\nevents {}\nhttp {\n  include conf.d/pool.conf;\n  server { location / { ${headers} proxy_pass http://b; } }\n}\n`;
  const pool = 'upstream b {\n  server 10.0.0.1;\n  keepalive 32;\n  keepalive_timeout 30s;\n}\n';
  const told = async (second: string) => {
    const files = { 'nginx.conf': main(2, keepsOpen()), 'nginx-2.conf': second, 'conf.d/pool.conf': pool };
    const client = await start({ ...languages.en, files, settings: { inlayHints: true, targets: ['nginx=1.24'] } });
    for (const name of Object.keys(files)) await client.open(name, 'nginx');
    const name = 'conf.d/pool.conf';
    return {
      pool: await numbers(client, name, 'keepalive 32'),
      idle: await numbers(client, name, 'keepalive_timeout'),
      hints: (await client.hints(name)).map(({ label }) => label),
      lenses: (await client.lenses(name)).map(({ command }) => command!.title),
    };
  };

  it('is told what holds in both', async () => {
    const same = await told(main(2, keepsOpen()));
    expect(same.hints).toEqual(['× 2 workers = 64']);
    expect(same.lenses).toEqual(['1 location reuses its connections', 'included by 2 files', '2 references']);
    const other = await told(main(4, ''));
    expect(other).toEqual({
      pool: [],
      idle: [expect.stringMatching(/after 30 s/)],
      hints: [],
      lenses: ['included by 2 files', '2 references'],
    });
  });
});

it('is plain text where the client wants it', async () => {
  const client = await start({ capabilities: plain });
  await client.open('sysctl.conf', 'sysctl', 'net.ipv4.tcp_synack_retries = 2\n');
  const { value } = (await client.hover('sysctl.conf', 'net'))!.contents;
  expect(value.split('\n')[2]).toBe('a client that does not answer is given up after 7 s');
  expect(modern.textDocument!.hover!.contentFormat).toContain('markdown');
});
