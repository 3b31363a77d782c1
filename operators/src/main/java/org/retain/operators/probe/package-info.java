/**
 * Probing policies: what each of many weights files answers on recorded episodes, beside a teacher,
 * by part of the world and by layer.
 */
package org.retain.operators.probe;
