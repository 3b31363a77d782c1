/**
 * The learner's station: assembly of segments into batches, and their form for external trainers.
 */
package org.retain.operators.learner;
