import { NginxParser } from 'nginx-conf/dist/src/parser.js';

/** Whether `nginx-conf` reads a text; it stops at its first error, and some errors it does not see. */
export function reads(text: string): boolean {
  let read = false;
  try {
    new NginxParser().parse(text, (error) => {
      read = !error;
    });
  } catch {
    return false;
  }
  return read;
}
