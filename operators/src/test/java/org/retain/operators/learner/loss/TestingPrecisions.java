package org.retain.operators.learner.loss;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that runs in single and in double precision. */
@ParameterizedTest
@EnumSource(names = {"FLOAT32", "FLOAT64"})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface TestingPrecisions {}
