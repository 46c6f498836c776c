import type { Target } from '../core/version.ts';
import type { Nginx } from '../nginx/model/model.ts';
import type { Assignment, Sysctl } from '../sysctl/model/model.ts';

/** nginx and the kernel settings of one machine. A machine with several main files of nginx is several of these. */
export interface Machine {
  readonly target: Target;
  readonly nginx: Nginx;
  readonly sysctl: Sysctl;
}

/** Whether nothing in the configuration stands in a file that is not here. */
export function allFilesKnown(nginx: Nginx): boolean {
  if (nginx.top.context !== 'main' || nginx.truncated || nginx.isOpen(undefined)) return false;
  return ['http', 'server', 'stream', 'mail', 'location', 'upstream'].every((name) =>
    nginx.directives(name).every((d) => !d.node.block || !nginx.isOpen(d)),
  );
}

/** Whether nginx may switch TCP keepalive on for some connection, to clients or to servers. */
export function asksForKeepalive(nginx: Nginx): boolean {
  const isOff = (text: string) => /^(?:so_keepalive=)?off$/i.test(text);
  const asks = (text: string) => text.startsWith('so_keepalive=') && !isOff(text);
  return (
    nginx.directives('listen').some((d) => d.node.args.some(({ text }) => asks(text))) ||
    socketKeepalive.some((name) => nginx.directives(name).some((d) => !isOff(d.node.args[0]?.text ?? '')))
  );
}

/** Of every module that opens connections to servers. */
const socketKeepalive = ['proxy', 'fastcgi', 'grpc', 'memcached', 'scgi', 'tunnel', 'uwsgi'].map(
  (m) => `${m}_socket_keepalive`,
);

/** The smallest number that some reading gives a key, and who does; undefined where no file sets it to a number. */
export function lowest(sysctl: Sysctl, key: string): { readonly setting: Assignment; readonly value: number } | undefined {
  let found: { readonly setting: Assignment; readonly value: number } | undefined;
  for (const setting of sysctl.effective(key)) {
    const value = setting.numbers?.[0];
    if (value !== undefined && (!found || value < found.value)) found = { setting, value };
  }
  return found;
}
