import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Counts, type Picture, readSockets, tcpStates } from '../../server/src/machine/sockets.ts';

const named = (counts: Counts) =>
  Object.fromEntries(tcpStates.map((s, i) => [s, counts[i]!] as const).filter(([, n]) => n > 0));
const short = (p: Picture) => ({
  total: p.total,
  states: named(p.states),
  outgoing: Object.fromEntries([...p.outgoing].map(([peer, o]) => [peer, named(o.states)])),
  incoming: Object.fromEntries([...p.incoming].map(([port, c]) => [port, named(c)])),
  skipped: p.skipped,
});

describe('what programs print', () => {
  const expected = {
    total: 6,
    states: { LISTEN: 1, ESTABLISHED: 2, TIME_WAIT: 2, CLOSE_WAIT: 1 },
    outgoing: { '10.10.0.1:8080': { TIME_WAIT: 2, ESTABLISHED: 1 } },
    incoming: { 443: { ESTABLISHED: 1, CLOSE_WAIT: 1 } },
    skipped: 0,
  };

  test('ss -tan', () => {
    const text = `
State       Recv-Q Send-Q     Local Address:Port        Peer Address:Port Process
LISTEN      0      511              0.0.0.0:443              0.0.0.0:*
ESTAB       0      0             10.0.0.5:443          203.0.113.9:50122
CLOSE-WAIT  1      0      [::ffff:10.0.0.5]:443   [::ffff:203.0.113.9]:50124
TIME-WAIT   0      0             10.0.0.5:40112          10.10.0.1:8080
TIME-WAIT   0      0        10.0.0.5%eth0:40114          10.10.0.1:8080
ESTAB       0      0      [::ffff:10.0.0.5]:40116  [::ffff:10.10.0.1]:8080   timer:(keepalive,29min,0)
`;
    expect(short(readSockets([text]))).toEqual(expected);
    expect(short(readSockets([text.replaceAll('\n', '\r\n')]))).toEqual(expected);
    expect(short(readSockets([text.replace(/^State.*$/m, '').trim()])), 'without its header').toEqual(expected);
  });

  test('ss -an, with other sockets between', () => {
    const text = `Netid State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
nl    UNCONN     0      0              rtnl:kernel          *
u_str ESTAB      0      0                * 21903           * 21904
udp   UNCONN     0      0           0.0.0.0:53        0.0.0.0:*
tcp   LISTEN     0      511         0.0.0.0:443       0.0.0.0:*
tcp   ESTAB      0      0          10.0.0.5:443   203.0.113.9:50122
tcp   CLOSE-WAIT 1      0          10.0.0.5:443   203.0.113.9:50124
tcp   TIME-WAIT  0      0          10.0.0.5:40112   10.10.0.1:8080
tcp   TIME-WAIT  0      0          10.0.0.5:40114   10.10.0.1:8080
tcp   ESTAB      0      0          10.0.0.5:40116   10.10.0.1:8080
`;
    expect(short(readSockets([text]))).toEqual(expected);
  });

  test('netstat -tan', () => {
    const text = `Active Internet connections (servers and established)
Proto Recv-Q Send-Q Local Address           Foreign Address         State
tcp        0      0 0.0.0.0:443             0.0.0.0:*               LISTEN
tcp        0      0 10.0.0.5:443            203.0.113.9:50122       ESTABLISHED
tcp6       1      0 10.0.0.5:443            203.0.113.9:50124       CLOSE_WAIT
tcp        0      0 10.0.0.5:40112          10.10.0.1:8080          TIME_WAIT
tcp        0      0 10.0.0.5:40114          10.10.0.1:8080          TIME_WAIT
tcp        0      0 10.0.0.5:40116          10.10.0.1:8080          ESTABLISHED
`;
    expect(short(readSockets([text]))).toEqual(expected);
  });

  test('ss state time-wait, which has no column for it, and no listener: the ports tell', () => {
    const text = `Recv-Q Send-Q Local Address:Port   Peer Address:Port
0      0          10.0.0.5:40112     10.10.0.1:8080
0      0          10.0.0.5:443     203.0.113.9:50122
What is this line
`;
    const picture = readSockets([text]);
    expect(picture.sure).toBe(false);
    expect(short(picture)).toEqual({
      total: 2,
      states: { UNKNOWN: 2 },
      outgoing: { '10.10.0.1:8080': { UNKNOWN: 1 } },
      incoming: { 443: { UNKNOWN: 1 } },
      skipped: 1,
    });
  });

  test('owners of sockets in CLOSE_WAIT', () => {
    const owners = (text: string) => [...readSockets([text]).closeWaitOwners];
    expect(
      owners('CLOSE-WAIT 1 0 10.0.0.5:443 203.0.113.9:5 users:(("java",pid=812,fd=7),("java",pid=813,fd=7))\n'.repeat(2)),
    ).toEqual([['java (812)', 2]]);
    expect(owners('tcp 1 0 10.0.0.5:443 203.0.113.9:5 CLOSE_WAIT 812/java\n')).toEqual([['java (812)', 1]]);
  });

  test('addresses that take ports of their own', () => {
    const line = (local: string, port: number) => `TIME-WAIT 0 0 ${local}:${port} 10.10.0.1:80\n`;
    const { outgoing } = readSockets([line('10.0.0.5', 40001) + line('10.0.0.5', 40002) + line('10.0.0.6', 40001)]);
    expect([...outgoing.get('10.10.0.1:80')!.byLocal]).toEqual([
      ['10.0.0.5', 2],
      ['10.0.0.6', 1],
    ]);
  });

  test.each([
    '',
    '\n\n',
    'x',
    'LISTEN',
    'ESTAB 0 0',
    'ESTAB 0 0 : :',
    '  sl  local_address\n  0: 0100007F:0\n',
    '\0'.repeat(99),
  ])('text that is none of it: %j', (text) => expect(readSockets([text]).total).toBeLessThan(2));
});

test("the kernel's tables, of both protocols", () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const row = (addresses: string, state: string, inode = 0) =>
    `   1: ${addresses} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`;
  const v4 =
    head +
    row('0500000A:9CB0 01000A0A:1F90', '06') +
    row('0500000A:01BB 0971CB3B:C3CA', '08', 4711) +
    row('0100007F:1F90 00000000:0000', '0A');
  const any = '00000000000000000000000000000000';
  const mapped = (hex: string) => `0000000000000000FFFF0000${hex}`;
  const v6 =
    head +
    row(`${any}:01BB ${any}:0000`, '0A') +
    row(`${mapped('0500000A')}:9CB2 ${mapped('01000A0A')}:1F90`, '01') +
    row('B80D0120000000000000000001000000:9CB4 B80D0120000000000000000002000000:0050', '01');
  const picture = readSockets([v4, v6]);
  expect(short(picture)).toEqual({
    total: 6,
    states: { TIME_WAIT: 1, CLOSE_WAIT: 1, LISTEN: 2, ESTABLISHED: 2 },
    outgoing: { '10.10.0.1:8080': { TIME_WAIT: 1, ESTABLISHED: 1 }, '[2001:db8::2]:80': { ESTABLISHED: 1 } },
    incoming: { 443: { CLOSE_WAIT: 1 } },
    skipped: 0,
  });
  expect(picture.closeWaitInodes).toEqual(['4711']);
});

const noTables = existsSync('/proc/net/tcp') ? undefined : 'this system has no /proc/net/tcp';
if (noTables) console.log(`skipped: ${noTables}`);

test.skipIf(noTables !== undefined)('a real connection, in the tables and as ss prints it', async () => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const client = connect(port, '127.0.0.1');
  await new Promise<void>((done) => client.once('connect', () => done()));
  onTestFinished(() => {
    client.destroy();
    for (const socket of accepted) socket.destroy();
    server.close();
  });
  const seen = (picture: Picture) => [
    picture.sure,
    picture.outgoing.get(`127.0.0.1:${port}`)?.states ?? picture.incoming.get(String(port)),
    picture.incoming.get(String(port)),
  ];
  const tables = ['tcp', 'tcp6'].filter((name) => existsSync(`/proc/net/${name}`));
  const kernel = readSockets(tables.map((name) => readFileSync(`/proc/net/${name}`, 'latin1')));
  expect(kernel.source).toBe('proc');
  expect(named(kernel.incoming.get(String(port))!)).toEqual({ ESTABLISHED: 1 });
  expect(named(kernel.outgoing.get(`127.0.0.1:${port}`)!.states)).toEqual({ ESTABLISHED: 1 });
  if (!existsSync('/usr/bin/ss') && !existsSync('/bin/ss')) return console.log('skipped: ss is not installed');
  const printed = readSockets([execFileSync('ss', ['-tan'], { encoding: 'latin1' })]);
  expect(seen(printed)).toEqual(seen(kernel));
  expect(printed.skipped).toBe(0);
});
