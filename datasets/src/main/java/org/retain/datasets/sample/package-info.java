/** The recordings that come with the project. */
package org.retain.datasets.sample;
