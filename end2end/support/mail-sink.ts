import { createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail that was taken, and what was said before it. */
export interface TakenMail {
  /** Who signed in, as `user:password`; nothing where nobody did. */
  account: string;
  from: string;
  to: string;
  content: string;
}

/** A mail server on this machine, which takes everything (SMTP, RFC 5321) from who signs in (AUTH PLAIN, RFC 4616). */
export class MailSink {
  readonly #server: Server;
  readonly #taken: TakenMail[] = [];
  /** The password that it asks for. */
  readonly password: string;

  private constructor(server: Server, password: string) {
    this.#server = server;
    this.password = password;
  }

  static async start(password = 'a password of the mail server'): Promise<MailSink> {
    const server = createServer();
    const sink = new MailSink(server, password);
    server.on('connection', (socket) => {
      const mail: TakenMail = { account: '', from: '', to: '', content: '' };
      let inContent = false;
      socket.write('220 sink\r\n');
      socket.on('error', () => socket.destroy());
      createInterface({ input: socket }).on('line', (line) => {
        if (inContent) {
          if (line !== '.') {
            mail.content += `${line.replace(/^\./, '')}\n`;
            return;
          }
          inContent = false;
          sink.#taken.push({ ...mail });
          socket.write('250 taken\r\n');
          return;
        }
        const [command = '', ...rest] = line.split(' ');
        socket.write(`${sink.#answer(command.toUpperCase(), rest.join(' '), mail)}\r\n`);
        inContent = command.toUpperCase() === 'DATA';
      });
    });
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
    return sink;
  }

  #answer(command: string, rest: string, mail: TakenMail): string {
    switch (command) {
      case 'EHLO':
        return '250-sink\r\n250 AUTH PLAIN';
      case 'AUTH': {
        const [, user, password] = Buffer.from(rest.replace(/^PLAIN /, ''), 'base64').toString().split('\0');
        mail.account = `${user}:${password}`;
        return password === this.password ? '235 welcome' : '535 no';
      }
      case 'MAIL':
        mail.from = rest;
        return '250 ok';
      case 'RCPT':
        mail.to = rest;
        return '250 ok';
      case 'DATA':
        return '354 go on';
      default:
        return '250 ok';
    }
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the port of the mail server is not known');
    return address.port;
  }

  /** What it took so far, the oldest first. */
  get taken(): readonly TakenMail[] {
    return this.#taken;
  }

  async stop(): Promise<void> {
    await new Promise((closed) => this.#server.close(closed));
  }
}
