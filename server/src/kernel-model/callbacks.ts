// Where the kernel calls a function back, and in which context: arguments of registering calls (callbacks/registrations.ts)
// and members of structs, set in a table or by assignment (callbacks/ops-*.ts). Bias: a context is `certain` only where
// the kernel's documentation states it or the code that calls back was read; all else is a hint.

import { blockOps } from "./callbacks/ops-block.js";
import { busOps } from "./callbacks/ops-bus.js";
import { deferredOps } from "./callbacks/ops-deferred.js";
import type { OpsGroup } from "./callbacks/ops-group.js";
import { mediaOps } from "./callbacks/ops-media.js";
import { netOps } from "./callbacks/ops-net.js";
import { platformOps } from "./callbacks/ops-platform.js";
import { systemOps } from "./callbacks/ops-system.js";
import { ttyOps } from "./callbacks/ops-tty.js";
import { usbOps } from "./callbacks/ops-usb.js";
import { wirelessOps } from "./callbacks/ops-wireless.js";
import { registrationRows } from "./callbacks/registrations.js";
import type { CallbackContext } from "./context.js";
import type { KernelRelease } from "./releases/release.js";
import { pickFor } from "./releases/span.js";

/** How a function is called back. */
export interface CallbackFact {
  readonly context: CallbackContext;
  /** Local interrupts are off in it. */
  readonly irqsOff: boolean;
  /** The kernel states it or its calling code shows it. */
  readonly certain: boolean;
  /** Called while `oops_in_progress` is set, when none of the kernel's checks complains. */
  readonly inOops?: boolean;
  /** The kernel allows its users to call it so; whether one does is not known of the function at hand. */
  readonly allowed?: boolean;
  /** Few words for messages: "hard interrupt handler". */
  readonly why: string;
  /** Words, with blanks between, any of which takes the certainty away where the driver mentions it: `nonatomic`. */
  readonly unless?: string;
  /**
   * Calls that set it going. A function of another file is certainly called back only where the file that registers it
   * makes one of them: a timer that is set up here and armed elsewhere may have got another function by then.
   */
  readonly startedBy?: readonly string[];
  /**
   * Calls one of which makes what the callback belongs to, and decides there how it is called: in a file that makes none
   * of them that is not known.
   */
  readonly decidedBy?: readonly string[];
}

/** One argument of a registering call that is called back. */
export interface CallbackTarget extends CallbackFact {
  /** Which argument (from 0) is the function. */
  readonly argument: number;
  /** The argument is a struct and this member of it the function: `notifier_call`. */
  readonly member?: string;
}

/** A call that registers callbacks. */
export interface RegistrationRow {
  readonly function: string;
  readonly callbacks: readonly CallbackTarget[];
  /** The argument that can change the context: irq flags, the mode of a timer. */
  readonly flagsArgument?: number;
  readonly since?: string;
  readonly removed?: string;
  readonly source: string;
}

/** One member of a struct that is called back. */
export interface OpsFieldRow extends CallbackFact {
  readonly structName: string;
  /** `*` stands for every member that has no row of its own. */
  readonly field: string;
  readonly since?: string;
  readonly removed?: string;
  readonly source: string;
}

/** Every member row. */
export const opsFieldRows: readonly OpsFieldRow[] = [
  ...netOps,
  ...wirelessOps,
  ...blockOps,
  ...usbOps,
  ...mediaOps,
  ...ttyOps,
  ...platformOps,
  ...systemOps,
  ...busOps,
  ...deferredOps,
].flatMap(rowsOf);

/** The callbacks of a registering call in that release; undefined for other functions. Linear: `modelOf` has the map. */
export function registrationRow(release: KernelRelease, name: string): RegistrationRow | undefined {
  return pickFor(
    release,
    registrationRows.filter((row) => row.function === name),
  );
}

/** How a member of a struct is called back; the struct's name comes without `struct`. Linear: `modelOf` has the map. */
export function opsFieldRow(structName: string, field: string): OpsFieldRow | undefined {
  const rows = opsFieldRows.filter((row) => row.structName === structName);
  return rows.find((row) => row.field === field) ?? rows.find((row) => row.field === "*");
}

function rowsOf(group: OpsGroup): OpsFieldRow[] {
  const { structs, fields, source, ...fact } = group;
  return structs.flatMap((structName) =>
    fields.map((field) => ({ irqsOff: false, certain: false, ...fact, structName, field, source })),
  );
}

/** A call that tells what struct an argument is: whoever initialises an object as a timer has a timer. */
export interface ObjectTypeRow {
  readonly function: string;
  readonly argument: number;
  readonly structName: string;
  readonly source: string;
}

/** Initialisers of objects whose callbacks are members assigned one by one. */
export const objectTypeRows: readonly ObjectTypeRow[] = [
  {
    function: "hrtimer_init",
    argument: 0,
    structName: "hrtimer",
    source: "include/linux/hrtimer.h:375 (6.1)",
  },
  {
    function: "hrtimer_init_on_stack",
    argument: 0,
    structName: "hrtimer",
    source: "include/linux/hrtimer.h:381 (6.1)",
  },
  { function: "usb_init_urb", argument: 0, structName: "urb", source: "include/linux/usb.h:1714 (6.1)" },
  {
    function: "spi_message_init",
    argument: 0,
    structName: "spi_message",
    source: "include/linux/spi/spi.h:1135 (6.1)",
  },
  {
    function: "init_timer_key",
    argument: 0,
    structName: "timer_list",
    source: "include/linux/timer.h:91 (6.1)",
  },
];

/** Every word that some row's certainty hangs on. */
export const callbackWords: readonly string[] = [
  ...new Set(
    [...opsFieldRows, ...registrationRows.flatMap((row) => row.callbacks)].flatMap((row) => [
      ...(row.unless?.split(" ") ?? []),
      ...(row.startedBy ?? []),
      ...(row.decidedBy ?? []),
    ]),
  ),
];
