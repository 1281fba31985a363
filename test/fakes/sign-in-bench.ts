import { createArgon2PasswordHasher } from '../../functions/adapters/argon2/argon2-password-hasher.ts';
import type { PasswordHasher } from '../../functions/core/passwords/password-hasher.ts';
import type { SignInPorts } from '../../functions/core/sign-in.ts';
import {
  NO_LOGIN_THROTTLE,
  type LoginThrottle,
} from '../../functions/core/throttling/login-throttle.ts';
import type { User } from '../../functions/core/users/user.ts';
import { SessionBench } from './session-bench.ts';
import { aUser } from './session-samples.ts';

/** Today's parameters on the bench: real argon2id at the least cost there is. */
export const cheapHasher = createArgon2PasswordHasher({
  memoryKiB: 8,
  timeCost: 1,
  parallelism: 1,
});

/** The password of everybody on the bench. */
export const PASSWORD = 'correct horse battery staple';

/** A session bench with users who have passwords, and a hasher that says what it was asked. */
export class SignInBench extends SessionBench {
  /** The hashes that were verified, oldest first. */
  readonly verified: string[] = [];
  readonly passwords: PasswordHasher = {
    ...cheapHasher,
    verify: (hash, password) => {
      this.verified.push(hash);
      return cheapHasher.verify(hash, password);
    },
  };

  loginThrottle: LoginThrottle = NO_LOGIN_THROTTLE;
  minimumFailureMillis = 0;
  /** The pauses that were made, in milliseconds; each moves the clock. */
  readonly pauses: number[] = [];

  get signInPorts(): SignInPorts {
    const { ports, users, passwords, loginThrottle, minimumFailureMillis } = this;
    const pause = (millis: number): Promise<void> => {
      this.pauses.push(millis);
      this.now += millis;
      return Promise.resolve();
    };
    return { ...ports, users, passwords, loginThrottle, minimumFailureMillis, pause };
  }

  /** Creates or replaces a user with the bench's password. */
  async enrol(changes: Partial<User> = {}): Promise<User> {
    const user = aUser({ passwordHash: await cheapHasher.hash(PASSWORD), ...changes });
    this.users.put(user);
    return user;
  }
}
