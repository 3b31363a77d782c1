/**
 * Environments in a child process, over a Unix domain socket.
 *
 * <p>Every message is a frame: u32 length of the payload, u8 type, payload; all numbers are
 * little-endian. The child connects to the socket whose path is its last argument and answers one
 * message at a time:
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><td>1 HELLO</td><td>to the child: magic {@code RTNW}, u16 version, i32 slots (0: only the spec
 *     is wanted), settings as JSON; back: magic, version, spec as JSON</td></tr>
 * <tr><td>2 RESET</td><td>i32 slot, i64 seed; back: RESULT of that slot</td></tr>
 * <tr><td>3 STEP</td><td>i32 n, n × i32 slots in rising order, n actions; back: RESULT</td></tr>
 * <tr><td>4 RESULT</td><td>i32 n; n × (i32 slot, f32 reward, u8 flags, i32 place, i64 clock), flags 1
 *     terminated, 2 truncated; for each tensor n rows; for each slot that has ended i32 length and
 *     facts as JSON</td></tr>
 * <tr><td>5 FACTS</td><td>i32 slot; back: FACTS, facts as JSON</td></tr>
 * <tr><td>6 CLOSE</td><td>ends the child; no answer</td></tr>
 * <tr><td>7 ERROR</td><td>from the child: what went wrong as text; the child then ends</td></tr>
 * </table>
 *
 * <p>Facts are {@code {"strata": {name: text}, "measures": {name: number}, "ending": text}}.
 * Nothing is ever evaluated or unpickled, and a length beyond what the spec makes possible is an
 * error. The child ends when its socket or its standard input does; what it prints goes to the
 * parent's log.
 */
package org.retain.operators.environment.worker;
