/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../../examples/pvd-multihoming/mean.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

/**
 * \file
 * What the study says of several runs: a mean, and how far off it may be.
 */

using multihoming::Average;

namespace
{

/// \return count values around a mean, with a standard deviation of one in the sample
std::vector<double>
Alternate(std::size_t count, double mean)
{
    // Half of them are as far above as the others are below; n - 1 stands for the mean that is
    // estimated from the same values.
    const double distance = std::sqrt((count - 1.0) / count);
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
    {
        values.push_back(mean + (i % 2 == 0 ? distance : -distance));
    }
    return values;
}

} // namespace

TEST(Mean, OfNothingAndOfOneValueHasNoInterval)
{
    EXPECT_EQ(Average({}).size, 0U);
    EXPECT_EQ(Average({}).value, 0);
    EXPECT_EQ(Average({}).interval, 0);
    EXPECT_EQ(Average({7.5}).size, 1U);
    EXPECT_EQ(Average({7.5}).value, 7.5);
    EXPECT_EQ(Average({7.5}).interval, 0);
}

TEST(Mean, OfEqualValuesIsCertain)
{
    EXPECT_EQ(Average({3, 3, 3}).value, 3);
    EXPECT_EQ(Average({3, 3, 3}).interval, 0);
}

TEST(Mean, OfAKnownSampleHasItsInterval)
{
    // Sum 50, squares of the differences 40: s = sqrt(10), and t of 4 degrees of freedom is 2.776.
    const auto mean = Average({6, 8, 10, 12, 14});
    EXPECT_EQ(mean.size, 5U);
    EXPECT_DOUBLE_EQ(mean.value, 10);
    EXPECT_NEAR(mean.interval, 2.776 * std::sqrt(10 / 5.0), 1e-12);
}

/// Quantiles of Student's t distribution, 97.5 %, as in printed tables of it.
TEST(Mean, IntervalFollowsStudentsDistribution)
{
    const struct
    {
        std::size_t freedom;
        double quantile;
    } rows[] = {{1, 12.706},
                {3, 3.182},
                {5, 2.571},
                {7, 2.365},
                {9, 2.262},
                {19, 2.093},
                {29, 2.045},
                {31, 2.0395},
                {39, 2.0227},
                {59, 2.0010},
                {99, 1.9842},
                {999, 1.9623}};

    for (const auto& row : rows)
    {
        const std::size_t count = row.freedom + 1;
        const auto mean = Average(Alternate(count, 100));
        EXPECT_NEAR(mean.value, 100, 1e-9) << count << " values";
        EXPECT_NEAR(mean.interval * std::sqrt(count), row.quantile, 1e-4) << count << " values";
    }
}

TEST(Mean, TrueOneIsInTheIntervalNineteenTimesInTwenty)
{
    std::mt19937 random(1);
    std::normal_distribution<double> normal(5, 2);
    constexpr int SAMPLES = 20000;
    int inside = 0;
    for (int i = 0; i < SAMPLES; ++i)
    {
        std::vector<double> values(4);
        for (double& value : values)
        {
            value = normal(random);
        }
        const auto mean = Average(values);
        inside += std::abs(mean.value - 5) <= mean.interval;
    }
    // The standard deviation of this share is 0.0015.
    EXPECT_NEAR(inside / double(SAMPLES), 0.95, 0.006);
}
