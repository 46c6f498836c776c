import { release } from 'node:os';
import { mainFile } from '../nginx/main-file.ts';
import { type Case, cases, unbuffered } from './cases.ts';
import { laboratory, type Measured } from './experiments.ts';
import { findNginx, measure } from './measure.ts';

/** Prints what `docs/evidence.md` carries, as Markdown. `LAB_REQUESTS` says how many requests each configuration gets. */
const requests = Number(process.env.LAB_REQUESTS ?? 10_000);
const run = await laboratory();
if (typeof run === 'string') {
  console.error(`cannot run here: ${run}`);
  process.exit(2);
}
const day = new Date().toISOString().slice(0, 10);
const progress = (text: string) => console.error(`… ${text}`);

const nginx = findNginx();
if (nginx) {
  console.log(`### nginx ${nginx.version}, Linux ${kernel()}, ${day}\n`);
  console.log(
    `${requests.toLocaleString('en')} requests each, 32 at a time. TIME_WAIT right afterwards, on the side of nginx and of the server.\n`,
  );
  console.log('| Configuration | Rule | Connections | TIME_WAIT nginx / server | Failed | After its fix |');
  console.log('| --- | --- | --: | --: | --: | --- |');
  for (const c of cases) {
    progress(c.title);
    const { before, after } = await measure(run, nginx, c, requests);
    const rule = c.rule.slice('nginx/'.length);
    console.log(
      `| ${c.title} | [${rule}](rules/nginx/${rule}.md) | ${connections(c, before)} | ${waits(c, before)} | ${before.failed} | ${
        after
          ? `${connections(c, after)} connections, ${waits(c, after)}, ${after.failed} failed`
          : 'no finding on this release'
      } |`,
    );
  }
  const slow = (more: string) => ({
    'nginx.conf': mainFile(
      `${more}server {\n    listen 127.0.0.1:8080;\n    location / { proxy_pass http://127.0.0.1:9000; }\n}\n`,
    ),
  });
  console.log('\n| Five clients give up while the server thinks | Sockets in CLOSE_WAIT |\n| --- | --: |');
  for (const line of ['', 'proxy_ignore_client_abort on;\n'])
    console.log(
      `| ${line ? `\`${line.trim()}\`` : 'as it is by default'} | ${(await run({ kind: 'abort', binary: nginx.binary, files: slow(line) })).closeWait} |`,
    );
  console.log(
    '\n| Twenty clients send 4 MB that the server answers at once | See the answer | See a reset |\n| --- | --: | --: |',
  );
  for (const line of ['', 'lingering_close off;\n']) {
    const files = { 'nginx.conf': mainFile(line + unbuffered) };
    const { answered, reset } = await run({ kind: 'upload', binary: nginx.binary, files });
    console.log(`| ${line ? `\`${line.trim()}\`` : 'as it is by default'} | ${answered} | ${reset} |`);
  }
  console.log('\n| listen | net.core.somaxconn | Accept queue |\n| --- | --: | --: |');
  for (const [parameter, somaxconn] of [
    ['', '4096'],
    [' backlog=65535', '4096'],
    [' backlog=65535', '65535'],
    ['', '128'],
  ] as const) {
    const files = { 'nginx.conf': mainFile(`server { listen 127.0.0.1:8080${parameter}; }\n`) };
    const sysctl = { 'net.core.somaxconn': somaxconn };
    console.log(
      `| \`listen 8080${parameter}\` | ${somaxconn} | ${(await run({ kind: 'backlog', binary: nginx.binary, files, sysctl })).queue} |`,
    );
  }
  console.log('');
} else progress('nginx is not installed: its part is left out');

console.log(`### Linux ${kernel()}, ${day}\n`);
console.log(
  '| tcp_fin_timeout | TIME_WAIT timer | TIME_WAIT in reality | FIN_WAIT_2 timer of an orphan |\n| --: | --: | --: | --: |',
);
const finTimeouts = ['5', '15', '30', '60', '120'];
progress('TIME_WAIT to its end, five at once');
const keyed = (value: string) => ({ sysctl: { 'net.ipv4.tcp_fin_timeout': value } });
const lifetimes = Promise.all(finTimeouts.map((value) => run({ kind: 'lifetime', ...keyed(value) })));
const timers: Measured[] = [];
for (const value of finTimeouts) timers.push(await run({ kind: 'timers', ...keyed(value) }));
for (const [i, { timeWait }] of (await lifetimes).entries())
  console.log(`| ${finTimeouts[i]} | ${timers[i]!.timeWait} s | ${timeWait} s | ${timers[i]!.finWait2} s |`);

console.log('\n| Two ports, four connections to one address, one after the other | Succeed |\n| --- | --: |');
const ports = { 'net.ipv4.ip_local_port_range': '50000 50001' };
for (const [title, keys, host = '10.99.0.1'] of [
  ['`tcp_tw_reuse = 0`', { 'net.ipv4.tcp_tw_reuse': '0' }],
  ['`tcp_tw_reuse = 1`', { 'net.ipv4.tcp_tw_reuse': '1' }],
  ['`tcp_tw_reuse = 2`, the default since 4.19', { 'net.ipv4.tcp_tw_reuse': '2' }],
  ['the same toward 127.0.0.1', { 'net.ipv4.tcp_tw_reuse': '2' }, '127.0.0.1'],
  ['`tcp_tw_reuse = 1`, `tcp_timestamps = 0`', { 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.tcp_timestamps': '0' }],
] as const) {
  progress(title);
  console.log(`| ${title} | ${(await run({ kind: 'connects', tries: 4, host, sysctl: { ...ports, ...keys } })).succeeded} |`);
}
const { timeWait, overflow } = await run({ kind: 'overflow', tries: 20, sysctl: { 'net.ipv4.tcp_max_tw_buckets': '5' } });
console.log(`\n\`tcp_max_tw_buckets = 5\`, 20 closes: ${timeWait} sockets in TIME_WAIT, TCPTimeWaitOverflow ${overflow}`);

function kernel(): string {
  return release().replace(/-.*$/, '');
}

/** Those that the rule is about: opened by nginx, or by its clients. */
function connections({ http }: Case, m: Measured): number {
  return (http.includes('_pass ') ? m.opened : m.clients)!;
}

function waits({ http }: Case, m: Measured): string {
  return http.includes('_pass ') ? `${m.timeWaitAtProxy} / ${m.timeWaitAtBackend}` : `${m.timeWaitAtFront} / –`;
}
