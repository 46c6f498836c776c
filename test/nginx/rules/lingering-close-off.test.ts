import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const said =
  'lingering_close off closes the connection while the client may still be sending: the kernel answers what arrives then with a reset, and the client loses a response that it has not read yet';

test('lingering that is switched off, anywhere', () =>
  checkNginx(
    `
    http {
      lingering_close off;
    # ^^^^^^^^^^^^^^^^^^^ ! warning nginx/lingering-close-off: ${said}
      server {
        listen 80;
        location /upload {
          lingering_close off;
    #     ^^^^^^^^^^^^^^^^^^^ ! warning nginx/lingering-close-off: ${said}
        }
      }
    }
    `,
  ));

test('the default, always, and an off that applies nowhere', () =>
  checkNginx(
    `
    http {
      lingering_close off;
      server { listen 80; lingering_close on; }
      server { listen 81; lingering_close always; }
    }
    `,
  ));

test('a placeholder', () =>
  checkNginx(
    `
    http {
      lingering_close {{ linger }};
    }
    `,
    { only: ['nginx/lingering-close-off'] },
  ));
