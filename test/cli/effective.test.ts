import { describe, expect, test } from 'vitest';
import { workspace } from './run.ts';

const files = {
  'nginx.conf': `events {}
http {
    add_header X-A 1;
    include sites/*.conf;
}
`,
  'sites/a.conf': `server {
    listen 80;
    location / { return 204; }
    location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; }
}
`,
  'etc/sysctl.d/10.conf': 'net.core.somaxconn = 1024\n',
  'etc/sysctl.d/20.conf': 'net.core.somaxconn = 4096\n',
};

describe('effective', () => {
  test('prints what nginx sees', async () => {
    const { run } = workspace(files);
    const { out, code } = await run('effective nginx.conf');
    expect(out).toBe(`# from nginx.conf:1
events {}

http {
    add_header X-A 1;

    # from sites/a.conf:1
    server {
        listen 80;

        location / {
            return 204;
        }

        location ~ \\.php$ {
            fastcgi_pass 127.0.0.1:9000;
        }
    }
}
`);
    expect(code).toBe(0);
  });

  test.each(['etc/nginx', 'etc/nginx/sites'])('takes the one main file of %s, whatever else stands there', async (folder) => {
    const { run } = workspace({
      'etc/nginx/nginx.conf': files['nginx.conf'],
      'etc/nginx/sites/a.conf': files['sites/a.conf'],
      'etc/nginx/snippets/a.conf': 'proxy_set_header Host $host;\n',
    });
    const { out, code } = await run(['effective', folder]);
    expect(out).toMatch(/^# from etc\/nginx\/nginx\.conf:1\nevents \{\}\n/);
    expect(code).toBe(0);
  });

  test('prints what applies at a line', async () => {
    const { run } = workspace(files);
    const { out, code } = await run('effective --at sites/a.conf:3 nginx.conf --locale zh-CN');
    expect(out).toBe(`http {
    server {
        listen 80;

        location / {
            return 204;

            add_header X-A 1; # 来自 http，nginx.conf:3
        }
    }
}
`);
    expect(code).toBe(0);
  });

  test('prints what sysctl files end up with', async () => {
    const { run } = workspace(files);
    const { out } = await run('effective etc/sysctl.d/10.conf');
    expect((await run('effective etc')).out).toBe(out);
    expect(out).toBe('# from etc/sysctl.d/20.conf:1, instead of 1024 (etc/sysctl.d/10.conf:1)\nnet.core.somaxconn = 4096\n');
  });

  test.each([
    ['effective', 'which file? keepalint effective takes a main file, or a file of sysctl settings'],
    ['effective a b', 'keepalint effective takes no further “b”'],
    ['effective none.conf', 'none.conf: no such file or folder'],
    ['effective --at 3 nginx.conf', '--at takes FILE:LINE, not “3”'],
    ['effective --at other.conf:3 nginx.conf', 'other.conf is not part of the configuration of nginx.conf'],
    ['effective --at etc/sysctl.d/10.conf:1 etc/sysctl.d/10.conf', 'etc/sysctl.d/10.conf is not part of'],
    ['effective --at sites/a.conf:0 nginx.conf', 'sites/a.conf has no line 0'],
    ['effective --at sites/a.conf:99 nginx.conf --locale zh-CN', 'sites/a.conf 没有第 99 行'],
    ['effective .', '. belongs to several configurations: name one of them, such as etc/sysctl.d/10.conf, nginx.conf'],
    ['check --at a:3 nginx.conf', '--at goes with keepalint effective'],
    ['location --json / nginx.conf', '--json goes with keepalint check'],
    ['effective --format json nginx.conf', '--format json goes with keepalint check'],
    ['effective --fix nginx.conf', '--fix goes with keepalint check'],
  ])('refuses %s', async (argv, said) => {
    const { run } = workspace(files);
    const { err, code } = await run(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

describe('location', () => {
  test('says who answers, and why', async () => {
    const { run } = workspace(files);
    const { out, code } = await run('location http://example.com/a//b.php nginx.conf');
    expect(out).toMatchInlineSnapshot(`
      "location ~ \\.php$ answers /a/b.php  sites/a.conf:4
        - only server { listen 80; … } listens on 0.0.0.0:80  sites/a.conf:1
        - percent-encoding, dots and repeated slashes resolved, nginx looks for /a/b.php
        - location / matches (length 1), remembered  sites/a.conf:3
        - it has no ^~: the expressions beside it are still to be tried, in their order
        - location ~ \\.php$ matches: the first expression that does wins  sites/a.conf:4
        - then fastcgi_pass 127.0.0.1:9000  sites/a.conf:4
      "
    `);
    expect(code).toBe(0);
  });

  test('takes a path where there is one server, or a place in one', async () => {
    const { run } = workspace({ ...files, 'sites/b.conf': 'server { listen 81; location = /x { return 204; } }\n' });
    expect((await run('location --at sites/b.conf:1 /x nginx.conf')).out).toContain('location = /x answers /x  sites/b.conf:1');
  });

  test('exits with 1 where nobody answers', async () => {
    const { run } = workspace(files);
    expect(await run('location http://example.com:99/ nginx.conf')).toMatchObject({
      code: 1,
      out: 'no known server listens on port 99 there\n',
      err: '',
    });
  });

  test.each([
    ['location', 'which one? keepalint location takes a URL, or a path, and a main file'],
    ['location /', 'which one?'],
    ['location / etc/sysctl.d/10.conf', 'only there are locations'],
    ['location / a b', 'takes no further “b”'],
    ['location http://[bad nginx.conf', 'http://[bad is neither a URL nor a path that begins with /'],
    ['location / two.conf', 'give a whole URL, or name a place in the server with --at FILE:LINE'],
    ['location / two.conf --at two.conf:1 --locale zh-CN', '用 --at 文件:行号 指明该 server 中的位置'],
    ['location / nginx.conf --at sites/a.conf:99', 'sites/a.conf has no line 99'],
    [
      'location http://example.com/ .',
      '. belongs to several configurations: name one of them, such as etc/sysctl.d/10.conf, nginx.conf, two.conf',
    ],
  ])('refuses %s', async (argv, said) => {
    const { run } = workspace({
      ...files,
      'two.conf': 'events {}\nhttp {\n    include sites/*.conf;\n    server { listen 81; }\n}\n',
    });
    const { code, out, err } = await run(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });
});
